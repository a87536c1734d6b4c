package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.pieces;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@VertxTest
class TemporaryImageTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);

  @TempDir Path directory;
  private ImageStore store;

  @BeforeEach
  void open(Vertx vertx) {
    store = new FileImageStore(vertx, directory);
  }

  @Test
  void isThereWhileItIsUsedAndGoneWhenTheUseIsToldToBeOver() {
    List<Integer> sizes =
        store
            .withTemporary(
                pieces(PICTURE, 1000),
                kept ->
                    store
                        .read(kept.location())
                        .map(Buffer::length)
                        .reduce(0, Integer::sum)
                        .toFlowable()
                        .doOnNext(size -> assertThat(Path.of(kept.location())).exists()))
            .toList()
            .doOnSuccess(used -> assertThat(directory).isEmptyDirectory())
            .blockingGet();

    assertThat(sizes).containsExactly(PICTURE.length());
  }

  @Test
  void isGoneWhenTheFailureOfTheUseIsTold() {
    RuntimeException broken = new IllegalStateException("broken");

    TestSubscriber<Object> used =
        store
            .withTemporary(
                Flowable.just(PICTURE), kept -> Flowable.just(1).concatWith(failing(broken)))
            .doOnError(failure -> assertThat(directory).isEmptyDirectory())
            .cast(Object.class)
            .test()
            .awaitDone(30, TimeUnit.SECONDS);

    used.assertFailure(IllegalStateException.class, 1);
  }

  @Test
  void isGoneWhenTheUseCannotEvenBegin() {
    store
        .<Integer>withTemporary(
            Flowable.just(PICTURE),
            kept -> {
              throw new IllegalStateException("no");
            })
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertFailure(IllegalStateException.class);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void isGoneAfterACancelInTheMiddleOfItsUse() {
    PublishProcessor<Integer> use = PublishProcessor.create();
    TestSubscriber<Integer> using = store.withTemporary(Flowable.just(PICTURE), kept -> use).test();
    eventually(use::hasSubscribers);
    assertThat(directory).isNotEmptyDirectory();

    using.cancel();

    assertThat(use.hasSubscribers()).isFalse();
    eventually(() -> files().isEmpty());
  }

  @Test
  void isGoneWhenItsUserHasSeenEnough() {
    Flowable<Integer> using =
        store.withTemporary(
            Flowable.just(PICTURE), kept -> Flowable.just(1, 2).concatWith(Flowable.never()));

    assertThat(using.blockingFirst()).isEqualTo(1);

    eventually(() -> files().isEmpty());
  }

  @Test
  void isGoneWheneverAnotherThreadCancels() throws Exception {
    for (int step = 0; step < 150; step++) {
      TestSubscriber<Object> using =
          store
              .withTemporary(
                  pieces(PICTURE, 40_000), kept -> store.read(kept.location()).cast(Object.class))
              .test();
      LockSupport.parkNanos(step * 20_000L);
      using.cancel();
    }

    eventually(() -> files().isEmpty());
  }

  @Test
  void isNotUsedWhenItCannotBeKept() {
    AtomicReference<Stored> used = new AtomicReference<>();

    store
        .withTemporary(
            Flowable.just(Buffer.buffer("no picture at all")),
            kept -> {
              used.set(kept);
              return Flowable.empty();
            })
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(AnimusException.Protocol.class);

    assertThat(used).hasValue(null);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void isWrittenAnewForEachSubscriber() {
    Flowable<Stored> using = store.withTemporary(Flowable.just(PICTURE), Flowable::just);

    Stored first = using.blockingFirst();
    Stored second = using.blockingFirst();

    assertThat(first.location()).isNotEqualTo(second.location());
    assertThat(first.location().toString()).contains("/image_temporary_");
    assertThat(first.format()).isEqualTo(second.format());
  }

  @Test
  void canBeOneThatHasBeenDrawn() {
    Stored drawn = store.write("flux-1", Flowable.just(PICTURE)).blockingGet();
    Image.Generation generation =
        new Image.Generation("test", "flux-1", "1", null, Duration.ZERO, null, null);
    Image image =
        new Image(drawn.location(), drawn.format(), "a fox", generation, Image.Lineage.NONE, false);

    Flowable<Stored> using = store.withTemporary(image, Flowable::just);
    assertThat(directory).isNotEmptyDirectory();

    assertThat(using.toList().blockingGet()).containsExactly(drawn);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void worksInMemoryToo() {
    store = ImageStore.inMemory(1 << 20);
    AtomicReference<Stored> used = new AtomicReference<>();

    store
        .withTemporary(
            Flowable.just(PICTURE),
            kept -> store.read(kept.location()).doOnNext(it -> used.set(kept)))
        .blockingSubscribe();

    assertThat(store.read(used.get().location()).materialize().blockingFirst().getError())
        .isInstanceOf(AnimusException.InvalidRequest.class);
  }

  private static Flowable<Integer> failing(RuntimeException failure) {
    return Flowable.error(failure);
  }

  private List<Path> files() throws Exception {
    try (var paths = Files.list(directory)) {
      return paths.toList();
    }
  }
}
