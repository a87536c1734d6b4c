package dev.animus4j.image.provider.gemini;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.gemini.GeminiFixture.FOX;
import static dev.animus4j.image.provider.gemini.GeminiFixture.answer;
import static dev.animus4j.image.provider.gemini.GeminiFixture.picture;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.EventLoopTurns;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@VertxTest
class GeminiCancelTest {
  private static GeminiFixture atelier;
  private static final Buffer PNG = drawn("png", 200, 150);

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    atelier = new GeminiFixture(vertx);
  }

  @BeforeEach
  void open() {
    atelier.open(directory);
  }

  @AfterEach
  void nothingIsLeft() {
    eventually(atelier::isClean);
  }

  @Test
  void aCancelDuringTheDrawingEndsTheRequest() {
    atelier.provider.script(ScriptedResponse.ruleBased().delay(Duration.ofMinutes(1)));
    Disposable drawing = atelier.model().generate(FOX).subscribe();
    eventually(() -> atelier.provider.openRequests() == 1);

    drawing.dispose();
    atelier.provider.whenOpenRequests(0).await();

    assertThat(atelier.provider.requests().get(0).isCancelledByClient()).isTrue();
  }

  @Test
  void aCancelWithinThePictureEndsTheRequestAndLeavesNoFile() {
    String body = answer(picture(PNG), picture(PNG)).encode();
    atelier.provider.script(
        ScriptedResponse.status(200).body(body).stallAfter(body.length() * 3L / 4));
    Disposable drawing = atelier.model().generate(FOX).subscribe();
    eventually(() -> atelier.files().size() == 2);

    drawing.dispose();
    atelier.provider.whenOpenRequests(0).await();

    assertThat(atelier.provider.requests().get(0).isCancelledByClient()).isTrue();
  }

  @Test
  void anAnswerCutShortAfterItsPicturesLeavesNoFile() {
    String body = answer(picture(PNG), picture(PNG)).encode();
    atelier.provider.script(ScriptedResponse.status(200).body(body).cutAfter(body.length() - 20L));

    assertThat(atelier.failure(FOX).kind()).isEqualTo("unavailable");
  }

  @Test
  void aCancelAtAnyTurnOfTheEventLoopLeavesNothingButWhatWasDelivered() throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    Context context = atelier.vertx.getOrCreateContext();
    EventLoopTurns.leaving(
        60,
        8,
        context,
        () ->
            atelier
                .model()
                .generate(FOX)
                .subscribe(image -> delivered.incrementAndGet(), failure -> {}));

    atelier.model().generate(FOX).blockingGet(); // heard of behind all that was left
    delivered.incrementAndGet();
    eventually(() -> atelier.provider.openRequests() == 0);
    eventually(() -> atelier.files().size() == delivered.get());
    atelier.clear();
  }
}
