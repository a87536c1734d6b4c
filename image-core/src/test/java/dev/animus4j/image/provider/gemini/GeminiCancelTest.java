package dev.animus4j.image.provider.gemini;

import static dev.animus4j.image.Eventually.eventually;
import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.gemini.GeminiFixture.FOX;
import static dev.animus4j.image.provider.gemini.GeminiFixture.answer;
import static dev.animus4j.image.provider.gemini.GeminiFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.EventLoopTurns;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeminiCancelTest {
  private static final GeminiFixture ATELIER = new GeminiFixture();
  private static final Buffer PNG = drawn("png", 200, 150);

  @TempDir Path directory;

  @BeforeEach
  void open() {
    ATELIER.open(directory);
  }

  @AfterEach
  void nothingIsLeft() {
    eventually(ATELIER::isClean);
  }

  @AfterAll
  static void close() {
    ATELIER.close();
  }

  @Test
  void aCancelDuringTheDrawingEndsTheRequest() {
    ATELIER.provider.script(ScriptedResponse.ruleBased().delay(Duration.ofMinutes(1)));
    Disposable drawing = ATELIER.model().generate(FOX).subscribe();
    eventually(() -> ATELIER.provider.openRequests() == 1);

    drawing.dispose();
    ATELIER.provider.whenOpenRequests(0).await();

    assertThat(ATELIER.provider.requests().get(0).isCancelledByClient()).isTrue();
  }

  @Test
  void aCancelWithinThePictureEndsTheRequestAndLeavesNoFile() {
    String body = answer(picture(PNG), picture(PNG)).encode();
    ATELIER.provider.script(
        ScriptedResponse.status(200).body(body).stallAfter(body.length() * 3L / 4));
    Disposable drawing = ATELIER.model().generate(FOX).subscribe();
    eventually(() -> ATELIER.files().size() == 2);

    drawing.dispose();
    ATELIER.provider.whenOpenRequests(0).await();

    assertThat(ATELIER.provider.requests().get(0).isCancelledByClient()).isTrue();
  }

  @Test
  void anAnswerCutShortAfterItsPicturesLeavesNoFile() {
    String body = answer(picture(PNG), picture(PNG)).encode();
    ATELIER.provider.script(ScriptedResponse.status(200).body(body).cutAfter(body.length() - 20L));

    assertThat(ATELIER.failure(FOX).kind()).isEqualTo("protocol");
  }

  @Test
  void aCancelAtAnyTurnOfTheEventLoopLeavesNothingButWhatWasDelivered() throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    Context context = ATELIER.vertx.getOrCreateContext();
    EventLoopTurns.leaving(
        60,
        8,
        context,
        () ->
            ATELIER
                .model()
                .generate(FOX)
                .subscribe(image -> delivered.incrementAndGet(), failure -> {}));

    ATELIER.model().generate(FOX).blockingGet(); // heard of behind all that was left
    delivered.incrementAndGet();
    eventually(() -> ATELIER.provider.openRequests() == 0);
    eventually(() -> ATELIER.files().size() == delivered.get());
    for (Path path : ATELIER.files()) {
      Files.deleteIfExists(path);
    }
  }
}
