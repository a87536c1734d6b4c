package dev.animus4j.image.store;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.TestImages;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.WatchedVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whoever leaves at whatever moment leaves nothing behind, and takes nothing from others. */
class StoreDisposalTest {
  private static final WatchedVertx WATCHED = new WatchedVertx();
  private static final Buffer PICTURE = TestImages.drawn("png", 40, 30);

  /** A write whose caller has left; its image may still appear, or reach the caller just then. */
  private record LeftWrite(Path directory, ImageStore store, TestObserver<Stored> caller) {
    boolean isGone() throws Exception {
      deleteReceived(store, caller);
      return AgedImageFiles.left(directory) == 0;
    }
  }

  private static final List<LeftWrite> WRITES = new ArrayList<>();

  /** A source that fails although nobody listens any more is reported, as always. */
  @BeforeContainer
  static void expectReports() {
    RxJavaPlugins.setErrorHandler(reported -> {});
  }

  @AfterContainer
  static void nothingIsLeft() throws Exception {
    RxJavaPlugins.setErrorHandler(null);
    for (LeftWrite write : WRITES) {
      eventually(write::isGone);
      Files.delete(write.directory());
    }
    WATCHED.close();
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void ofTheMemory(
      @ForAll @IntRange(max = 60) int pieces,
      @ForAll @IntRange(max = 400) int micros,
      @ForAll boolean failing) {
    int room = 4;
    ImageStore store = ImageStore.inMemory((long) room * PICTURE.length());
    Flowable<Buffer> bytes = bytes(pieces, failing).subscribeOn(Schedulers.computation());
    List<TestObserver<Stored>> writing = new ArrayList<>();
    for (int i = 0; i < room; i++) {
      writing.add(store.write("m", bytes).test());
    }
    LockSupport.parkNanos(micros * 1_000L);
    writing.forEach(TestObserver::dispose);

    eventually(
        () -> {
          writing.forEach(caller -> deleteReceived(store, caller));
          return fits(store, room);
        });
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void ofADirectory(
      @ForAll @IntRange(max = 20) int pieces,
      @ForAll @IntRange(max = 3_000) int micros,
      @ForAll boolean failing)
      throws Exception {
    Path directory = Files.createTempDirectory("pictures");
    ImageStore store = new FileImageStore(WATCHED.get(), directory);
    TestObserver<Stored> writing = store.write("m", bytes(pieces, failing)).test();
    LockSupport.parkNanos(micros * 1_000L);
    writing.dispose();

    WRITES.add(new LeftWrite(directory, store, writing));
    for (Stored received : writing.values()) {
      assertThat(Path.of(received.location())).exists();
    }
  }

  private static void deleteReceived(ImageStore store, TestObserver<Stored> caller) {
    caller.values().forEach(image -> store.delete(image.location()).blockingAwait());
  }

  private static Flowable<Buffer> bytes(int pieces, boolean failing) {
    Flowable<Buffer> all = TestImages.pieces(PICTURE, 1 + PICTURE.length() / (pieces + 1));
    return failing ? all.skipLast(1).concatWith(Flowable.error(new AssertionError())) : all;
  }

  /** Whether so many pictures can be in the making at the same time, and no more. */
  private static boolean fits(ImageStore store, int room) {
    Flowable<Buffer> half = Flowable.just(PICTURE).concatWith(Flowable.never());
    List<TestObserver<Stored>> all = new ArrayList<>();
    for (int i = 0; i <= room; i++) {
      all.add(store.write("m", half).test());
    }
    long refused = all.stream().filter(StoreDisposalTest::isFailed).count();
    all.forEach(TestObserver::dispose);
    return refused == 1;
  }

  private static boolean isFailed(TestObserver<Stored> one) {
    try {
      one.assertNoErrors();
      return false;
    } catch (AssertionError failed) {
      return true;
    }
  }
}
