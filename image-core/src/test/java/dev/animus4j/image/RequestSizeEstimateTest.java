package dev.animus4j.image;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is large in a request is not read on an event loop. */
@VertxTest
class RequestSizeEstimateTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");
  private static final int MUCH = 100_000;

  static Stream<ImageRequest> large() {
    ReferenceImage logo =
        new ReferenceImage(Buffer.buffer(new byte[MUCH]), "image/png", null, null);
    String text = "a".repeat(MUCH);
    return Stream.of(
        FOX.withReferenceImages(logo),
        FOX.withPrompt(text),
        FOX.withNegativePrompt(text),
        FOX.withSource(URI.create("data:image/png;base64," + text)),
        FOX.withExtra("text", text),
        FOX.withExtra("bytes", new byte[MUCH]),
        FOX.withExtra("buffer", Buffer.buffer(text)),
        FOX.withExtra("node", TextNode.valueOf(text)),
        FOX.withExtra("list", List.of(1, text)),
        FOX.withExtra("map", Map.of("a", Map.of("b", text))),
        FOX.withExtra("many", Stream.generate(() -> 1).limit(MUCH).toList()),
        FOX.withExtra("deep", deep(200)));
  }

  static Stream<ImageRequest> small() {
    ReferenceImage logo = new ReferenceImage(Buffer.buffer("logo"), "image/png", null, null);
    return Stream.of(
        FOX,
        FOX.withReferenceImages(logo),
        FOX.withSource(URI.create("https://example.org/a.png")),
        FOX.withSource(FakeImageModel.image("a fox")),
        FOX.withSeed(1)
            .withSize(2, 3)
            .withExtra("quality", "high")
            .withExtra("list", List.of(1, Map.of("a", true))));
  }

  @ParameterizedTest
  @MethodSource("large")
  void largeRequestsAreReadElsewhereAndGoOnWhereTheyWere(ImageRequest request, Vertx vertx)
      throws Exception {
    assertThat(RequestSizeEstimate.isLarge(request)).isTrue();
    assertThat(readOnAnEventLoop(request, vertx)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("small")
  void smallOnesAreReadAtOnce(ImageRequest request, Vertx vertx) throws Exception {
    assertThat(RequestSizeEstimate.isLarge(request)).isFalse();
    assertThat(readOnAnEventLoop(request, vertx)).isTrue();
  }

  @Test
  void equalLargeRequestsFindTheSamePicture() {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageModel cached = fakeImageModel.withCache(Caffeine.newBuilder());
    ImageRequest one = large().findFirst().orElseThrow();
    var first = cached.generate(one).test();
    eventually(() -> fakeImageModel.asked.size() == 1);
    fakeImageModel.draw();
    first.awaitDone(30, SECONDS).assertComplete();
    cached.generate(one).test().awaitDone(30, SECONDS).assertValue(Image::cached);
  }

  /** Whether this request was; what it is drawn with and its picture are heard there anyway. */
  private static boolean readOnAnEventLoop(ImageRequest request, Vertx vertx) throws Exception {
    List<Thread> readers = new CopyOnWriteArrayList<>();
    List<Thread> askers = new CopyOnWriteArrayList<>();
    StreamingImageModel model =
        asked -> {
          askers.add(Thread.currentThread());
          return Flowable.just(FakeImageModel.image("a fox"));
        };
    ImageModel cached = model.withCache(Caffeine.newBuilder());
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Context> heard = new CompletableFuture<>();
    CompletableFuture<Thread> loop = new CompletableFuture<>();
    ImageRequest spied = request.withExtra("spy", new SerializationSpy(readers));
    context.runOnContext(
        now -> {
          loop.complete(Thread.currentThread());
          cached
              .generate(spied)
              .subscribe(image -> heard.complete(Vertx.currentContext()), failed -> {});
        });
    assertThat(heard.get(30, SECONDS)).isSameAs(context);
    assertThat(askers).containsExactly(loop.get());
    assertThat(readers).hasSize(1);
    return readers.get(0) == loop.get();
  }

  private static Object deep(int levels) {
    Object value = "x";
    for (int level = 0; level < levels; level++) {
      value = new ArrayList<>(List.of(value));
    }
    return value;
  }

  /** Remembers who makes JSON of it. */
  public record SerializationSpy(List<Thread> readers) {
    public int getNumber() {
      readers.add(Thread.currentThread());
      return 1;
    }
  }
}
