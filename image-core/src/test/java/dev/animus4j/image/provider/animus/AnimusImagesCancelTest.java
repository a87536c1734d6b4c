package dev.animus4j.image.provider.animus;

import static dev.animus4j.image.Eventually.eventually;
import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.AnimusImagesFixture.FOX;
import static dev.animus4j.image.provider.AnimusImagesFixture.serving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.EventLoopTurns;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimusImagesCancelTest {
  private static final AnimusImagesFixture STUDIO = new AnimusImagesFixture();
  private static final Buffer PICTURE = drawn("png", 200, 150);

  @TempDir Path directory;

  @BeforeEach
  void open() {
    STUDIO.open(directory);
  }

  @AfterEach
  void nothingIsLeft() {
    eventually(STUDIO::isClean);
  }

  @AfterAll
  static void close() {
    STUDIO.close();
  }

  @Test
  void aCancelDuringTheDrawingEndsTheRequest() {
    STUDIO.provider.script(ScriptedResponse.status(200).delay(Duration.ofMinutes(1)));
    Disposable drawing = STUDIO.model().generate(FOX).subscribe();
    eventually(() -> STUDIO.provider.openRequests() == 1);

    drawing.dispose();
    STUDIO.provider.whenOpenRequests(0).await();

    assertThat(STUDIO.provider.requests().get(0).isCancelledByClient()).isTrue();
    assertThat(STUDIO.host.requests()).isEmpty();
  }

  @Test
  void aCancelDuringTheFetchEndsItAndLeavesNoFile() {
    STUDIO.publishes(serving(PICTURE).stallAfter(5000));
    Disposable drawing = STUDIO.model().generate(FOX).subscribe();
    eventually(() -> STUDIO.files().stream().anyMatch(path -> path.toFile().length() > 0));

    drawing.dispose();
    STUDIO.host.whenOpenRequests(0).await();

    assertThat(STUDIO.host.requests().get(0).isCancelledByClient()).isTrue();
  }

  @Test
  void aCancelAtAnyTurnOfTheEventLoopLeavesNothingButWhatWasDelivered() throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Context context = STUDIO.vertx.getOrCreateContext();
    EventLoopTurns.leaving(
        60,
        8,
        context,
        () ->
            STUDIO
                .model()
                .generate(FOX)
                .subscribe(image -> delivered.incrementAndGet(), failures::add));

    assertThat(failures).isEmpty();
    STUDIO.model().generate(FOX).blockingGet(); // heard of behind all that was left
    delivered.incrementAndGet();
    eventually(() -> STUDIO.provider.openRequests() == 0);
    eventually(() -> STUDIO.files().size() == delivered.get());
    for (Path path : STUDIO.files()) {
      Files.deleteIfExists(path);
    }
  }
}
