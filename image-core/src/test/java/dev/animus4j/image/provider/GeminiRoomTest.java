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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many change pictures at once, so much memory is enough. */
class GeminiRoomTest {
  private final Atelier atelier = new Atelier();
  private static final Buffer PNG = Pictures.drawn("png", 20, 20);

  @TempDir Path directory;

  @AfterEach
  void close() {
    atelier.close();
  }

  @Test
  void requestsWithPicturesWaitForEachOtherAndOthersDoNot() {
    atelier.open(directory);
    for (int i = 0; i < 2; i++) {
      atelier.provider.script(Scripted.byTheRules().delay(Duration.ofMinutes(1)));
    }
    GenerateContent gemini =
        new GenerateContent(
            atelier.http,
            GeminiImages.endpoint(Credentials.key("secret-key"))
                .withBaseUrl(atelier.provider.origin() + "/v1beta"));
    GeminiImages model =
        new GeminiImages(
            gemini,
            atelier.store(),
            GeminiOptions.of(Atelier.MODEL),
            new BytesInFlight(PNG.length()));
    ImageRequest along = ImageRequest.of("a fox").assets(new Asset(PNG, "image/png", null, null));

    Disposable first = model.generate(along).subscribe(image -> {}, failure -> {});
    TestObserver<Image> waiting =
        model.withOptions(GeminiOptions.of(Atelier.MODEL)).generate(along).test();
    Disposable other =
        model.generate(ImageRequest.of("a fox")).subscribe(image -> {}, failure -> {});
    eventually(() -> atelier.provider.requests().size() == 2);
    first.dispose();

    waiting.awaitDone(30, TimeUnit.SECONDS).assertValueCount(1);
    assertThat(atelier.provider.requests()).hasSize(3);
    other.dispose();
    atelier.provider.whenOpenRequests(0).await();
  }
}
