package dev.animus4j.image;

import static dev.animus4j.image.FakeImageModel.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.provider.VirtualClock;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.SchedulerAndRandom;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A model that reports nothing shows signs of life. */
class ProgressTicksTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualClock clock = new VirtualClock();
  private final FakeImageModel easel = new FakeImageModel();
  private final ImageModel model = easel.withProgressTicks(SECOND.multipliedBy(5), clock.pace());

  private void seconds(int seconds) {
    for (int second = 0; second < seconds; second++) {
      clock.passes(SECOND, 1);
    }
  }

  @Test
  void everySilentIntervalIsATickUntilTheImageEndsIt() {
    TestSubscriber<ImageUpdate> seen = model.stream(FOX).test();
    seconds(4);
    seen.assertEmpty();
    seconds(11);
    seen.assertValues(progress(0), progress(1), progress(2));

    Image image = easel.draw();

    seen.assertValues(progress(0), progress(1), progress(2), image).assertComplete();
    clock.awaitWaiting(0);
  }

  @Test
  void whateverTheModelEmitsEndsTheSilenceAndIsCountedAlong() {
    URI preview = URI.create("data:x");
    TestSubscriber<ImageUpdate> seen = model.stream(FOX).test();
    seconds(5);
    easel.latest().onNext(new ImageUpdate.Progressed(0, preview));
    seconds(4);
    easel.latest().onNext(new ImageUpdate.Progressed(1, null));
    seconds(4);
    seen.assertValues(progress(0), new ImageUpdate.Progressed(1, preview), progress(2));
    seconds(1);
    seen.assertValueAt(3, progress(3)).assertValueCount(4);
  }

  @Test
  void theWaitsOfARetryAreShownTooAndItsAttemptsCountNothing() {
    TestSubscriber<ImageUpdate> seen = model.stream(FOX).test();
    seconds(5);
    ImageUpdate failed =
        new ImageUpdate.AttemptFailed(new Retry.Attempt(1, SECOND, FakeImageModel.unavailable()));
    easel.latest().onNext(failed);
    seconds(5);
    seen.assertValues(progress(0), failed, progress(1));
  }

  @Test
  void noTickComesAfterAnImageThoughTheStreamGoesOn() {
    TestSubscriber<ImageUpdate> seen = model.stream(FOX).test();
    seconds(5);
    easel.latest().onNext(FakeImageModel.image("one"));
    clock.passes(Duration.ofMinutes(1), 0);
    easel.latest().onNext(FakeImageModel.image("two"));
    easel.latest().onComplete();
    seen.assertValueCount(3).assertComplete();
  }

  @Test
  void ticksWithoutDemandCountAsOneAndNothingElseIsLost() {
    TestSubscriber<ImageUpdate> seen = model.stream(FOX).test(0);
    seconds(60);
    seen.assertEmpty();
    seen.request(1);
    seen.assertValues(progress(0));

    easel.latest().onNext(new ImageUpdate.Progressed(0, null));
    Image image = easel.draw();
    seen.assertValueCount(1).assertNotComplete();
    seen.request(1);
    seen.assertValues(progress(0), progress(1)).assertNotComplete();
    seen.request(1);
    seen.assertValues(progress(0), progress(1), image).assertComplete();
  }

  @Test
  void aFailureAndACancelEndTheTimer() {
    TestSubscriber<ImageUpdate> failing = model.stream(FOX).test();
    seconds(5);
    easel.latest().onError(FakeImageModel.unavailable());
    failing.assertFailure(AnimusException.Unavailable.class, progress(0));
    clock.awaitWaiting(0);

    TestSubscriber<ImageUpdate> cancelled = model.stream(FOX).test();
    seconds(5);
    cancelled.cancel();
    clock.awaitWaiting(0);
    assertThat(easel.cancelled).hasValue(1);
    cancelled.assertValues(progress(0));
  }

  @Test
  void eachSubscriptionCountsForItself() {
    Flowable<ImageUpdate> stream = model.stream(FOX);
    TestSubscriber<ImageUpdate> first = stream.test();
    seconds(5);
    TestSubscriber<ImageUpdate> second = stream.test();
    clock.passes(SECOND.multipliedBy(5), 2);
    first.assertValues(progress(0), progress(1));
    second.assertValues(progress(0));
  }

  @RepeatedTest(20)
  void ticksAndTheModelMayRunOnDifferentThreads() {
    SchedulerAndRandom real = SchedulerAndRandom.realTime();
    AtomicInteger next = new AtomicInteger();
    ImageModel busy =
        (StreamingImageModel)
            request ->
                Flowable.range(0, 2000)
                    .observeOn(Schedulers.io())
                    .<ImageUpdate>map(FakeImageModel::progress)
                    .concatWith(Single.just(FakeImageModel.image("fox")));
    TestSubscriber<ImageUpdate> seen =
        busy.withProgressTicks(Duration.ofNanos(1000), real).stream(FOX)
            .doOnNext(
                update -> {
                  if (update instanceof ImageUpdate.Progressed step) {
                    assertThat(step.index()).isEqualTo(next.getAndIncrement());
                  }
                })
            .rebatchRequests(3)
            .test();
    seen.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    assertThat(next.get()).isGreaterThanOrEqualTo(2000);
    assertThat(seen.values().get(next.get())).isInstanceOf(Image.class);
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    assertThatThrownBy(() -> easel.withProgressTicks(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interval");
  }
}
