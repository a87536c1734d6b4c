package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImageUpdate.Progressed;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ImageUpdateReplayProcessorTest {
  private static final int ROOM = 1 << 20;

  @Example
  void anActiveSubscriberGetsAllParts() {
    ImageUpdateReplayProcessor replay = new ImageUpdateReplayProcessor();
    TestSubscriber<ImageUpdate> listener = replay.test();
    List<ImageUpdate> parts = IntStream.range(0, 10).mapToObj(at -> preview(at, ROOM)).toList();
    parts.forEach(replay::emit);
    replay.complete();
    assertThat(listener.assertComplete().values()).isEqualTo(parts);
  }

  @Example
  void aLateSubscriberGetsTheLatestPartsThatFit() {
    ImageUpdateReplayProcessor replay = new ImageUpdateReplayProcessor();
    List<ImageUpdate> parts = IntStream.range(0, 20).mapToObj(at -> preview(at, ROOM / 4)).toList();
    parts.forEach(replay::emit);
    replay.complete();
    assertThat(replay.test().assertComplete().values()).isEqualTo(parts.subList(17, 20));
  }

  @Example
  void theLastPreviewIsKeptHoweverLargeItIs() {
    ImageUpdateReplayProcessor replay = new ImageUpdateReplayProcessor();
    replay.emit(preview(0, 10));
    replay.emit(preview(1, 3 * ROOM));
    replay.test().assertValues(preview(1, 3 * ROOM));
    replay.emit(preview(2, 10));
    replay.test().assertValues(preview(2, 10));
  }

  @Example
  void smallPartsAreBoundedToo() {
    ImageUpdateReplayProcessor replay = new ImageUpdateReplayProcessor();
    IntStream.range(0, 100_000).forEach(at -> replay.emit(FakeImageModel.progress(at)));
    List<ImageUpdate> late = replay.test().values();
    assertThat(late).hasSizeBetween(1_000, 10_000).endsWith(FakeImageModel.progress(99_999));
  }

  @Example
  void allPicturesAreKeptInTheirOrder() {
    ImageUpdateReplayProcessor replay = new ImageUpdateReplayProcessor();
    List<ImageUpdate> images = new ArrayList<>();
    ImageUpdate preview = preview(0, ROOM);
    for (int at = 0; at < 2_000; at++) {
      images.add(FakeImageModel.image("fox " + at));
      replay.emit(images.get(at));
      replay.emit(preview);
    }
    AnimusException failure = FakeImageModel.unavailable();
    replay.fail(failure);
    TestSubscriber<ImageUpdate> late = replay.test();
    assertThat(late.assertError(failure).values())
        .hasSize(2_001)
        .containsAll(images)
        .endsWith(images.get(1_999), preview);
  }

  @Example
  void aSlowSubscriberMissesOldPartsAndGetsTheEndLast() {
    ImageUpdateReplayProcessor replay = new ImageUpdateReplayProcessor();
    TestSubscriber<ImageUpdate> slow = replay.test(1);
    IntStream.range(0, 20).forEach(at -> replay.emit(preview(at, ROOM / 4)));
    replay.emit(FakeImageModel.image("a fox"));
    replay.fail(FakeImageModel.unavailable());
    slow.assertValues(preview(0, ROOM / 4)).assertNotComplete().assertNoErrors();
    slow.request(3);
    slow.assertNoErrors();
    slow.request(1);
    slow.assertFailure(
        AnimusException.Unavailable.class,
        preview(0, ROOM / 4),
        preview(17, ROOM / 4),
        preview(18, ROOM / 4),
        preview(19, ROOM / 4),
        FakeImageModel.image("a fox"));
  }

  @Example
  void nothingIsToldAfterTheEndAndNothingToWhoHasLeft() {
    ImageUpdateReplayProcessor replay = new ImageUpdateReplayProcessor();
    TestSubscriber<ImageUpdate> gone = replay.test();
    gone.cancel();
    replay.emit(FakeImageModel.progress(0));
    replay.complete();
    replay.emit(FakeImageModel.progress(1));
    replay.fail(FakeImageModel.unavailable());
    gone.assertNoValues().assertNotComplete();
    replay.test().assertResult(FakeImageModel.progress(0));
  }

  /** Everything in order, each once, to whoever comes when and wants as much as they want. */
  @Property(tries = 100)
  void listenersOnOtherThreadsHearAllOfIt(
      @ForAll @IntRange(min = 1, max = 5) int listeners,
      @ForAll @IntRange(max = 200) int parts,
      @ForAll long seed)
      throws Exception {
    ImageUpdateReplayProcessor replay = new ImageUpdateReplayProcessor();
    List<ImageUpdate> all = IntStream.range(0, parts).mapToObj(FakeImageModel::progress).toList();
    List<TestSubscriber<ImageUpdate>> heard = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int i = 0; i < listeners; i++) {
      TestSubscriber<ImageUpdate> listener = new TestSubscriber<>(0);
      Random chance = new Random(seed + i);
      heard.add(listener);
      threads.add(
          new Thread(
              () -> {
                replay.subscribe(listener);
                start.countDown();
                for (int asked = 0; asked <= parts; ) {
                  int more = 1 + chance.nextInt(20);
                  listener.request(more);
                  asked += more;
                }
              }));
    }
    threads.forEach(Thread::start);
    start.await();
    all.forEach(replay::emit);
    replay.complete();
    for (TestSubscriber<ImageUpdate> listener : heard) {
      listener.awaitDone(30, TimeUnit.SECONDS).assertComplete();
      assertThat(listener.values()).isEqualTo(all);
    }
  }

  private static ImageUpdate preview(int index, int length) {
    return new Progressed(index, URI.create("data:," + "A".repeat(length)));
  }
}
