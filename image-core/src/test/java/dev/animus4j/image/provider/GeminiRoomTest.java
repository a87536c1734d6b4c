package dev.animus4j.image.provider;

import static dev.animus4j.image.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.gemini.GenerateContent;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.Asset;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.Pictures;
import dev.animus4j.resilience.BytesInFlight;
import dev.animus4j.simulator.Scripted;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many change pictures at once, so much memory is enough. */
class GeminiRoomTest {
  private static final Atelier ATELIER = new Atelier();
  private static final Buffer PNG = Pictures.drawn("png", 20, 20);

  @TempDir Path directory;

  @AfterAll
  static void close() {
    ATELIER.close();
  }

  @Test
  void requestsWithPicturesWaitForEachOtherAndOthersDoNot() {
    ATELIER.open(directory);
    for (int i = 0; i < 2; i++) {
      ATELIER.provider.script(Scripted.byTheRules().delay(Duration.ofMinutes(1)));
    }
    GenerateContent gemini =
        new GenerateContent(
            ATELIER.http,
            GeminiImages.endpoint(Credentials.key("secret-key"))
                .withBaseUrl(ATELIER.provider.origin() + "/v1beta"));
    GeminiImages model =
        new GeminiImages(
            gemini,
            ATELIER.store(),
            GeminiOptions.of(Atelier.MODEL),
            new BytesInFlight(PNG.length()));
    ImageRequest along = ImageRequest.of("a fox").assets(new Asset(PNG, "image/png", null, null));

    Disposable first = model.generate(along).subscribe(image -> {}, failure -> {});
    TestObserver<Image> waiting =
        model.withOptions(GeminiOptions.of(Atelier.MODEL)).generate(along).test();
    Disposable other =
        model.generate(ImageRequest.of("a fox")).subscribe(image -> {}, failure -> {});
    eventually(() -> ATELIER.provider.requests().size() == 2);
    first.dispose();

    waiting.awaitDone(30, TimeUnit.SECONDS).assertValueCount(1);
    assertThat(ATELIER.provider.requests()).hasSize(3);
    other.dispose();
    ATELIER.provider.whenOpenRequests(0).await();
  }
}
