package dev.animus4j.image.provider;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.http.Credentials;
import dev.animus4j.image.EventLoopTurns;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.cloudflare.SdxlWorkerImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class ImageTransferCancelTest {
  private static AnimusImagesFixture studio;
  private static final ImageRequest FOX = AnimusImagesFixture.FOX.withSize(256, 256);

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    studio = new AnimusImagesFixture(vertx);
  }

  @BeforeEach
  void open() {
    studio.open(directory);
  }

  @AfterEach
  void nothingIsLeft() {
    eventually(studio::isClean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "flux", "sdxl"})
  void aCancelDuringTheDrawingEndsTheRequest(String provider) {
    studio.provider.script(ScriptedResponse.status(200).delay(Duration.ofMinutes(1)));
    Disposable drawing = model(provider).generate(FOX).subscribe();
    eventually(() -> studio.provider.openRequests() == 1);

    drawing.dispose();
    studio.provider.whenOpenRequests(0).await();

    assertThat(studio.provider.requests().get(0).isCancelledByClient()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "flux"})
  void aCancelWithinThePictureEndsItAndLeavesNoFile(String provider) {
    studio.provider.script(ScriptedResponse.ruleBased().stallAfter(5000));
    Disposable drawing = model(provider).generate(FOX).subscribe();
    eventually(() -> studio.files().stream().anyMatch(path -> path.toFile().length() > 1000));

    drawing.dispose();
    studio.provider.whenOpenRequests(0).await();

    assertThat(studio.provider.requests().get(0).isCancelledByClient()).isTrue();
  }

  @Test
  void aCancelAtAnyTurnLeavesOfSeveralPicturesThoseThatWereTold() throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Context context = studio.vertx.getOrCreateContext();
    EventLoopTurns.leaving(
        60,
        10,
        context,
        () ->
            openAi().stream(FOX.withExtra("n", 3))
                .subscribe(image -> delivered.incrementAndGet(), failures::add));

    assertThat(failures).isEmpty();
    nothingIsLeftBut(delivered.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "flux", "sdxl"})
  void aCancelAtAnyTurnOfTheEventLoopLeavesNothingButWhatWasDelivered(String provider)
      throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Context context = studio.vertx.getOrCreateContext();
    EventLoopTurns.leaving(
        50,
        12,
        context,
        () ->
            model(provider)
                .generate(FOX)
                .subscribe(image -> delivered.incrementAndGet(), failures::add));

    assertThat(failures).isEmpty();
    nothingIsLeftBut(delivered.get());
  }

  @Test
  void aCancelAtAnyTurnOfAnUploadClosesTheFileThatIsRead() throws Exception {
    Image fox = model("sdxl").generate(FOX).blockingGet();
    AtomicInteger delivered = new AtomicInteger(1);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Context context = studio.vertx.getOrCreateContext();
    EventLoopTurns.leaving(
        40,
        5,
        context,
        () ->
            model("sdxl")
                .refine(fox, "red")
                .subscribe(image -> delivered.incrementAndGet(), failures::add));

    assertThat(failures).isEmpty();
    nothingIsLeftBut(delivered.get());
  }

  @Test
  void aStreamIsLeftAtItsFirstPreview() throws Exception {
    studio.provider.script(ScriptedResponse.ruleBased().gap(Duration.ofMinutes(1)));

    model("openai").stream(FOX).take(1).ignoreElements().blockingAwait();
    studio.provider.whenOpenRequests(0).await();

    assertThat(studio.files()).hasSize(1);
    clear();
  }

  /** The provider hears of one more picture behind all that was left. */
  private void nothingIsLeftBut(int delivered) throws Exception {
    model("openai").generate(FOX).blockingGet();
    eventually(() -> studio.provider.openRequests() == 0);
    eventually(() -> studio.files().size() == delivered + 1);
    clear();
  }

  private static void clear() throws Exception {
    studio.clear();
  }

  private static OpenAiImages openAi() {
    Credentials key = Credentials.key("secret-key");
    String url = studio.provider.origin() + "/v1";
    return OpenAiImages.create(studio.http, OpenAiImages.endpoint(url, key), studio.store(), "any");
  }

  private static ImageModel model(String provider) {
    Credentials key = Credentials.key("secret-key");
    String origin = studio.provider.origin();
    return switch (provider) {
      case "openai" -> openAi().withPreviews(2);
      case "flux" ->
          FluxWorkerImages.create(
              studio.http, FluxWorkerImages.endpoint(origin + "/workers/flux"), studio.store());
      default ->
          SdxlWorkerImages.create(
              studio.http,
              SdxlWorkerImages.endpoint(origin + "/workers/sdxl", key),
              studio.store());
    };
  }
}
