package dev.animus4j.image.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnyThrowable;
import dev.animus4j.failure.AnyThrowable.ThrowPoint;
import dev.animus4j.image.FakeImageModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.TestImages;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.WatchedVertx;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Sources of bytes, uses of pictures, and stores of others, that throw whatever, whenever. */
class ThrowingStoreTest {
  private static final Buffer PICTURE = TestImages.drawn("png", 40, 30);
  private static final Flowable<Buffer> BYTES = TestImages.pieces(PICTURE, 100);
  private static final WatchedVertx WATCHED = new WatchedVertx();

  @BeforeContainer
  static void expectReports() {
    RxJavaPlugins.setErrorHandler(reported -> {});
  }

  @AfterContainer
  static void close() {
    RxJavaPlugins.setErrorHandler(null);
    WATCHED.close();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void bytesThatThrowTakeNoRoomInMemory(
      @ForAll AnyThrowable anyThrowable, @ForAll ThrowPoint throwPoint) {
    Assume.that(throwPoint != ThrowPoint.CALL);
    ImageStore store = ImageStore.inMemory(PICTURE.length());
    for (int time = 0; time < 3; time++) {
      written(store, anyThrowable.at(throwPoint, BYTES)).assertError(anyThrowable::isToldBy);
    }
    written(store, BYTES).assertComplete();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void bytesThatThrowLeaveNoFile(@ForAll AnyThrowable anyThrowable, @ForAll ThrowPoint throwPoint)
      throws Exception {
    Assume.that(throwPoint != ThrowPoint.CALL);
    Path directory = Files.createTempDirectory("pictures");
    ImageStore store = new FileImageStore(WATCHED.get(), directory);

    written(store, anyThrowable.at(throwPoint, BYTES)).assertError(anyThrowable::isToldBy);

    assertThat(directory).isEmptyDirectory();
    Stored stored = store.write("m", BYTES).blockingGet();
    Files.delete(Path.of(stored.location()));
    Files.delete(directory);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aUseThatThrowsLeavesNoPicture(
      @ForAll AnyThrowable anyThrowable, @ForAll ThrowPoint throwPoint) {
    ImageStore store = ImageStore.inMemory(PICTURE.length());
    List<URI> used = new ArrayList<>();
    TestSubscriber<Integer> using =
        store
            .withTemporary(
                BYTES,
                kept -> {
                  used.add(kept.location());
                  return anyThrowable.at(throwPoint, Flowable.just(1, 2, 3));
                })
            .test();

    using.assertError(anyThrowable::isToldBy);
    assertThat(used).hasSize(1);
    store.read(used.get(0)).test().assertError(failure -> true);
  }

  /** What cannot be removed stays, and is no failure. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aStoreOfOthersMayThrowWhereItIsAskedTo(
      @ForAll AnyThrowable anyThrowable, @ForAll boolean late) {
    ThrowingImageStore broken = new ThrowingImageStore(anyThrowable, late);
    broken
        .withTemporary(BYTES, kept -> Flowable.just(1))
        .test()
        .assertError(anyThrowable::isToldBy);
    Image image = FakeImageModel.image("a fox", "mem:fox");
    broken.withTemporary(image, kept -> Flowable.just(1)).test().assertResult(1);
    assertThat(broken.deletions).containsExactly(image.location());
  }

  private static TestObserver<Stored> written(ImageStore store, Flowable<Buffer> bytes) {
    TestObserver<Stored> written = store.write("m", bytes).test().awaitDone(30, SECONDS);
    assertThat(written.isDisposed()).isFalse();
    return written;
  }

  /** Throws when it is called, or when what it returns is subscribed to. */
  private static final class ThrowingImageStore implements ImageStore {
    private final AnyThrowable anyThrowable;
    private final boolean late;
    private final List<URI> deletions = new ArrayList<>();

    ThrowingImageStore(AnyThrowable anyThrowable, boolean late) {
      this.anyThrowable = anyThrowable;
      this.late = late;
    }

    @Override
    public Single<Stored> write(String model, Flowable<Buffer> bytes) {
      return late ? Single.defer(anyThrowable::now) : anyThrowable.now();
    }

    @Override
    public Flowable<Buffer> read(URI location) {
      return Flowable.empty();
    }

    @Override
    public Completable delete(URI location) {
      deletions.add(location);
      return late ? Completable.defer(anyThrowable::now) : anyThrowable.now();
    }
  }
}
