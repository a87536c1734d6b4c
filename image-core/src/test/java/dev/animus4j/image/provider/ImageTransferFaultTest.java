package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Protocol;
import dev.animus4j.failure.AnimusException.TimedOut;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong on the way from a provider, in either form in which pictures come. */
@VertxTest
class ImageTransferFaultTest {
  private static AnimusImagesFixture studio;
  private static final Buffer PICTURE = drawn("png", 300, 200);
  private static final String BASE64 = Base64.getEncoder().encodeToString(PICTURE.getBytes());
  private static final Timeouts LONG = Timeouts.images();
  private static final Timeouts SHORT =
      LONG.withFirstByte(Duration.ofMillis(300)).withGap(Duration.ofMillis(300));

  @TempDir Path directory;

  /** In which form the picture comes. */
  private enum Form {
    IN_JSON {
      @Override
      ScriptedResponse answer() {
        return ScriptedResponse.status(200).body("{\"data\":[{\"b64_json\":\"" + BASE64 + "\"}]}");
      }

      @Override
      ImageModel model(String origin, Timeouts timeouts, ImageStore store) {
        Endpoint endpoint = OpenAiImages.endpoint(origin + "/v1", Credentials.key("secret-key"));
        return OpenAiImages.create(studio.http, endpoint.withTimeouts(timeouts), store, "any");
      }
    },

    IN_EVENTS {
      @Override
      ScriptedResponse answer() {
        String data = "{\"type\":\"image_generation.completed\",\"b64_json\":\"" + BASE64 + "\"}";
        return ScriptedResponse.status(200).chunks("data: " + data + "\n", "\n");
      }

      @Override
      ImageModel model(String origin, Timeouts timeouts, ImageStore store) {
        return IN_JSON.model(origin, timeouts, store);
      }
    },

    AS_FILE {
      @Override
      ScriptedResponse answer() {
        return AnimusImagesFixture.serving(PICTURE);
      }

      @Override
      ImageModel model(String origin, Timeouts timeouts, ImageStore store) {
        String url = origin + "/workers/flux";
        return FluxWorkerImages.create(
            studio.http, FluxWorkerImages.endpoint(url).withTimeouts(timeouts), store);
      }
    };

    abstract ScriptedResponse answer();

    abstract ImageModel model(String origin, Timeouts timeouts, ImageStore store);
  }

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

  static Stream<Arguments> cuts() {
    return Stream.of(Form.values())
        .flatMap(
            form -> Stream.of(0, 5, 30, 5_000, 100_000, 180_000).map(at -> arguments(form, at)));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void anAnswerThatIsCutLeavesNothing(Form form, int at) {
    studio.provider.script(form.answer().cutAfter(at));

    AnimusException failure = failure(form, LONG);

    assertThat(failure)
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("cut short");
    assertThat(failure.mayHaveRun()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void anAnswerThatStallsIsNotWaitedFor(Form form, int at) {
    studio.provider.script(form.answer().stallAfter(at));

    assertThat(failure(form, SHORT)).isInstanceOf(TimedOut.class);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aConnectionThatBreaksBeforeTheAnswerMayHaveBeenOfUse(Form form) {
    studio.provider.script(form.answer().connectionReset());
    studio.provider.script(form.answer().connectionReset()); // of a reused one, it is tried again

    AnimusException failure = failure(form, LONG);

    assertThat(failure).isInstanceOf(Unavailable.class);
    assertThat(failure.mayHaveRun()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aConnectionThatIsRefusedHasDoneNothing(Form form) {
    AnimusException failure = failure(form.model("http://127.0.0.1:1", LONG, studio.store()));

    assertThat(failure).isInstanceOf(Unavailable.class).hasMessageContaining("refused");
    assertThat(failure.mayHaveRun()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void anAnswerWithoutEndIsLeft(Form form) {
    studio.provider.script(form.answer().cutAfter(100).endless());
    ImageStore small = studio.store().withMaxBytes(100_000);

    AnimusException failure = failure(form.model(studio.provider.origin(), LONG, small));

    assertThat(failure).isInstanceOf(Protocol.class).hasMessageContaining("larger than");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aPictureThatClaimsTooMuchIsRefused(Form form) {
    Buffer bomb = PICTURE.copy().setUnsignedInt(16, 65_535).setUnsignedInt(20, 65_535);
    String json = "{\"data\":[{\"b64_json\":\"" + base64(bomb) + "\"}]}";
    studio.provider.script(
        form == Form.AS_FILE
            ? AnimusImagesFixture.serving(bomb)
            : ScriptedResponse.status(200).body(json));

    assertThat(failure(form, LONG))
        .isInstanceOf(Protocol.class)
        .hasMessageContaining("65535 x 65535");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void busyThenReadyIsOneFailureAndOnePicture(Form form) throws Exception {
    studio.provider.script(
        ScriptedResponse.status(503),
        ScriptedResponse.status(429).header("Retry-After", "0"),
        form.answer());

    Image image =
        form.model(studio.provider.origin(), LONG, studio.store())
            .withRetry(Retry.ofDelays(Duration.ofMillis(1), Duration.ofMillis(1)))
            .generate(AnimusImagesFixture.FOX)
            .blockingGet();

    assertThat(studio.provider.requests()).hasSize(3);
    assertThat(studio.files()).containsExactly(Path.of(image.location()));
    assertThat(Path.of(image.location())).hasBinaryContent(PICTURE.getBytes());
    studio.clear();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aSlowConsumerHoldsTheProviderBackAndGetsItAll(Form form) {
    studio.provider.script(form.answer());
    SlowImageStore store = new SlowImageStore();

    form.model(studio.provider.origin(), LONG, store)
        .generate(AnimusImagesFixture.FOX)
        .blockingGet();

    assertThat(store.received).isEqualTo(PICTURE);
  }

  @Test
  void aPageInPlaceOfJsonIsNotUnderstood() {
    studio.provider.script(
        ScriptedResponse.status(200)
            .contentType("text/html")
            .body("<html>\"image\": \"Hello\"</html>"));

    assertThat(failure(Form.IN_JSON, LONG))
        .isInstanceOf(Protocol.class)
        .hasMessageContaining("the answer is not JSON (HTTP 200): \"<html>");
  }

  @Test
  void anImageInsteadOfJsonIsTaken() throws Exception {
    studio.provider.script(AnimusImagesFixture.serving(PICTURE));

    ImageModel model = Form.IN_JSON.model(studio.provider.origin(), LONG, studio.store());
    Image image = model.generate(AnimusImagesFixture.FOX).blockingGet();

    assertThat(Path.of(image.location())).hasBinaryContent(PICTURE.getBytes());
    studio.clear();
  }

  private static String base64(Buffer picture) {
    return Base64.getEncoder().encodeToString(picture.getBytes());
  }

  private static AnimusException failure(Form form, Timeouts timeouts) {
    return failure(form.model(studio.provider.origin(), timeouts, studio.store()));
  }

  private static AnimusException failure(ImageModel model) {
    return (AnimusException)
        model.generate(AnimusImagesFixture.FOX).materialize().blockingGet().getError();
  }

  /** A store that takes one piece at a time, and on a thread of its own. */
  private static final class SlowImageStore implements ImageStore {
    private final Buffer received = Buffer.buffer();

    @Override
    public Single<Stored> write(String model, Flowable<Buffer> bytes) {
      return bytes
          .concatMapSingle(piece -> Single.just(piece).subscribeOn(Schedulers.io()), 1)
          .doOnNext(received::appendBuffer)
          .ignoreElements()
          .toSingleDefault(
              new Stored(URI.create("memory:0"), new Image.Format("image/png", 0, 0, 0)));
    }

    @Override
    public Completable delete(URI location) {
      return Completable.complete();
    }

    @Override
    public Flowable<Buffer> read(URI location) {
      return Flowable.just(received);
    }
  }
}
