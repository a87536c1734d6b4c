package dev.animus4j.image.provider.animus;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.AnimusImagesFixture.FOX;
import static dev.animus4j.image.provider.AnimusImagesFixture.serving;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.EventLoopTurns;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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

@VertxTest
class AnimusImagesCancelTest {
  private static AnimusImagesFixture studio;
  private static final Buffer PICTURE = drawn("png", 200, 150);

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

  @Test
  void aCancelDuringTheDrawingEndsTheRequest() {
    studio.provider.script(ScriptedResponse.status(200).delay(Duration.ofMinutes(1)));
    Disposable drawing = studio.model().generate(FOX).subscribe();
    eventually(() -> studio.provider.openRequests() == 1);

    drawing.dispose();
    studio.provider.whenOpenRequests(0).await();

    assertThat(studio.provider.requests().get(0).isCancelledByClient()).isTrue();
    assertThat(studio.host.requests()).isEmpty();
  }

  @Test
  void aCancelDuringTheFetchEndsItAndLeavesNoFile() {
    studio.publishes(serving(PICTURE).stallAfter(5000));
    Disposable drawing = studio.model().generate(FOX).subscribe();
    eventually(() -> studio.files().stream().anyMatch(path -> path.toFile().length() > 1000));

    drawing.dispose();
    studio.host.whenOpenRequests(0).await();

    assertThat(studio.host.requests().get(0).isCancelledByClient()).isTrue();
  }

  @Test
  void aCancelAtAnyTurnOfTheEventLoopLeavesNothingButWhatWasDelivered() throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Context context = studio.vertx.getOrCreateContext();
    EventLoopTurns.leaving(
        60,
        8,
        context,
        () ->
            studio
                .model()
                .generate(FOX)
                .subscribe(image -> delivered.incrementAndGet(), failures::add));

    assertThat(failures).isEmpty();
    studio.model().generate(FOX).blockingGet(); // heard of behind all that was left
    delivered.incrementAndGet();
    eventually(() -> studio.provider.openRequests() == 0);
    eventually(() -> studio.files().size() == delivered.get());
    studio.clear();
  }
}
