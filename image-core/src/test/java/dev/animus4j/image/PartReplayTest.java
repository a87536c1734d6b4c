package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImagePart.Progressed;
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

class PartReplayTest {
  private static final int ROOM = 1 << 20;

  @Example
  void whoListensHearsEverything() {
    PartReplay replay = new PartReplay();
    TestSubscriber<ImagePart> listener = replay.test();
    List<ImagePart> parts = IntStream.range(0, 10).mapToObj(at -> preview(at, ROOM)).toList();
    parts.forEach(replay::tell);
    replay.complete();
    assertThat(listener.assertComplete().values()).isEqualTo(parts);
  }

  @Example
  void whoComesLateHearsTheLatestThatAreNotTooMuch() {
    PartReplay replay = new PartReplay();
    List<ImagePart> parts = IntStream.range(0, 20).mapToObj(at -> preview(at, ROOM / 4)).toList();
    parts.forEach(replay::tell);
    replay.complete();
    assertThat(replay.test().assertComplete().values()).isEqualTo(parts.subList(17, 20));
  }

  @Example
  void theLastPreviewIsKeptHoweverLargeItIs() {
    PartReplay replay = new PartReplay();
    replay.tell(preview(0, 10));
    replay.tell(preview(1, 3 * ROOM));
    replay.test().assertValues(preview(1, 3 * ROOM));
    replay.tell(preview(2, 10));
    replay.test().assertValues(preview(2, 10));
  }

  @Example
  void smallPartsAreBoundedToo() {
    PartReplay replay = new PartReplay();
    IntStream.range(0, 100_000).forEach(at -> replay.tell(Easel.progress(at)));
    List<ImagePart> late = replay.test().values();
    assertThat(late).hasSizeBetween(1_000, 10_000).endsWith(Easel.progress(99_999));
  }

  @Example
  void allPicturesAreKeptInTheirOrder() {
    PartReplay replay = new PartReplay();
    List<ImagePart> images = new ArrayList<>();
    ImagePart preview = preview(0, ROOM);
    for (int at = 0; at < 2_000; at++) {
      images.add(Easel.image("fox " + at));
      replay.tell(images.get(at));
      replay.tell(preview);
    }
    AnimusException failure = Easel.unavailable();
    replay.fail(failure);
    TestSubscriber<ImagePart> late = replay.test();
    assertThat(late.assertError(failure).values())
        .hasSize(2_001)
        .containsAll(images)
        .endsWith(images.get(1_999), preview);
  }

  @Example
  void whoIsSlowMissesWhatIsTooMuchAndHearsTheEndAfterTheRest() {
    PartReplay replay = new PartReplay();
    TestSubscriber<ImagePart> slow = replay.test(1);
    IntStream.range(0, 20).forEach(at -> replay.tell(preview(at, ROOM / 4)));
    replay.tell(Easel.image("a fox"));
    replay.fail(Easel.unavailable());
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
        Easel.image("a fox"));
  }

  @Example
  void nothingIsToldAfterTheEndAndNothingToWhoHasLeft() {
    PartReplay replay = new PartReplay();
    TestSubscriber<ImagePart> gone = replay.test();
    gone.cancel();
    replay.tell(Easel.progress(0));
    replay.complete();
    replay.tell(Easel.progress(1));
    replay.fail(Easel.unavailable());
    gone.assertNoValues().assertNotComplete();
    replay.test().assertResult(Easel.progress(0));
  }

  /** Everything in order, each once, to whoever comes when and wants as much as they want. */
  @Property(tries = 100)
  void listenersOnOtherThreadsHearAllOfIt(
      @ForAll @IntRange(min = 1, max = 5) int listeners,
      @ForAll @IntRange(max = 200) int parts,
      @ForAll long seed)
      throws Exception {
    PartReplay replay = new PartReplay();
    List<ImagePart> all = IntStream.range(0, parts).mapToObj(Easel::progress).toList();
    List<TestSubscriber<ImagePart>> heard = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int i = 0; i < listeners; i++) {
      TestSubscriber<ImagePart> listener = new TestSubscriber<>(0);
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
    all.forEach(replay::tell);
    replay.complete();
    for (TestSubscriber<ImagePart> listener : heard) {
      listener.awaitDone(30, TimeUnit.SECONDS).assertComplete();
      assertThat(listener.values()).isEqualTo(all);
    }
  }

  private static ImagePart preview(int index, int length) {
    return new Progressed(index, URI.create("data:," + "A".repeat(length)));
  }
}
