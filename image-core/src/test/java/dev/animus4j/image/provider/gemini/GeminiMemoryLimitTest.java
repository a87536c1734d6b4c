package dev.animus4j.image.provider.gemini;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.gemini.GenerateContentApi;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.TestImages;
import dev.animus4j.resilience.InFlightByteLimiter;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many change pictures at once, so much memory is enough. */
@VertxTest
class GeminiMemoryLimitTest {
  private static final Buffer PNG = TestImages.drawn("png", 20, 20);

  @TempDir Path directory;

  @Test
  void requestsWithPicturesWaitForEachOtherAndOthersDoNot(Vertx vertx) {
    GeminiFixture geminiFixture = new GeminiFixture(vertx);
    geminiFixture.open(directory);
    for (int i = 0; i < 2; i++) {
      geminiFixture.provider.script(ScriptedResponse.ruleBased().delay(Duration.ofMinutes(1)));
    }
    GenerateContentApi gemini =
        new GenerateContentApi(
            geminiFixture.http,
            GeminiImages.endpoint(Credentials.key("secret-key"))
                .withBaseUrl(geminiFixture.provider.origin() + "/v1beta"));
    GeminiImages model =
        new GeminiImages(
            new GeminiImages.Resources(
                gemini, geminiFixture.store(), new InFlightByteLimiter(PNG.length())),
            GeminiFixture.MODEL,
            GeminiImageOptions.defaults());
    ImageRequest along =
        ImageRequest.of("a fox")
            .withReferenceImages(new ReferenceImage(PNG, "image/png", null, null));

    Disposable first = model.generate(along).subscribe(image -> {}, failure -> {});
    eventually(() -> geminiFixture.provider.requests().size() == 1);
    TestObserver<Image> waiting =
        model.withOptions(GeminiImageOptions.defaults()).generate(along).test();
    Disposable other =
        model.generate(ImageRequest.of("a fox")).subscribe(image -> {}, failure -> {});
    eventually(() -> geminiFixture.provider.requests().size() == 2);
    first.dispose();

    waiting.awaitDone(30, TimeUnit.SECONDS).assertValueCount(1);
    assertThat(geminiFixture.provider.requests()).hasSize(3);
    other.dispose();
    geminiFixture.provider.whenOpenRequests(0).await();
  }
}
