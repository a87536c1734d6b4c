package dev.animus4j.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException.LocallyRejected;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.image.ImageUpdate.AttemptFailed;
import dev.animus4j.resilience.ResilienceLimits;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.SchedulerAndRandom;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The documented order: policy, retry, fallback. No time passes but by {@code clock}. */
class ResilientImageModelTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");
  private static final Image OTHER = FakeImageModel.image("by the other");
  private static final ResilienceLimits LIMITS =
      ResilienceLimits.images().withCircuitBreaker(100, 2, Duration.ofSeconds(30));

  private final TestScheduler clock = new TestScheduler();
  private final AtomicInteger calls = new AtomicInteger();
  private final Retry retry =
      Retry.of(1).withTiming(new SchedulerAndRandom(() -> clock, () -> 0.5));

  @Test
  void anOpenCircuitGoesToTheFallbackAtOnce() {
    ImageModel model = decorated(LIMITS, Flowable.error(FakeImageModel.unavailable()));
    TestSubscriber<ImageUpdate> first = model.stream(FOX).test();
    first.assertValueCount(1).assertNotComplete();
    clock.advanceTimeBy(1, SECONDS);
    first.assertValueCount(3).assertComplete();
    assertThat(calls).hasValue(2);
    for (int i = 0; i < 10; i++) {
      assertRejectedThenOther(model);
    }
    assertThat(calls).hasValue(2);
  }

  @Test
  void aUsedUpRateGoesToTheFallbackAtOnce() {
    ImageModel model =
        decorated(LIMITS.withRate(1, Duration.ofMinutes(1)), Flowable.just(OTHER.asCached()));
    model.generate(FOX).test().assertResult(OTHER.asCached());
    assertRejectedThenOther(model);
  }

  @Test
  void withAllPlacesTakenTheFallbackIsCalledAtOnce() {
    ImageModel model = decorated(LIMITS.withMaxConcurrency(1), Flowable.never());
    model.generate(FOX).test().assertEmpty();
    assertRejectedThenOther(model);
  }

  @Test
  void whileATrialCallRunsTheFallbackIsCalledAtOnce() {
    Flowable<ImageUpdate> downAtFirst =
        Flowable.defer(
            () ->
                calls.get() > 2 ? Flowable.never() : Flowable.error(FakeImageModel.unavailable()));
    ImageModel model = decorated(LIMITS, downAtFirst);
    model.generate(FOX).test();
    clock.advanceTimeBy(31, SECONDS);
    TestSubscriber<ImageUpdate> trial = model.stream(FOX).test();
    assertRejectedThenOther(model);
    trial.assertEmpty();
  }

  @Test
  void whileTheProviderAskedToWaitOthersGoToTheFallbackAtOnce() {
    ImageModel model =
        decorated(
            LIMITS, Flowable.error(new RateLimited(FakeImageModel.ORIGIN, Duration.ofSeconds(20))));
    model.generate(FOX).test().assertEmpty();
    assertRejectedThenOther(model);
  }

  private ImageModel decorated(ResilienceLimits limits, Flowable<ImageUpdate> updates) {
    StreamingImageModel model =
        request ->
            Flowable.defer(
                () -> {
                  calls.incrementAndGet();
                  return updates;
                });
    return model
        .withResilience(ResiliencePolicy.of("easel", limits, clock))
        .withRetry(retry)
        .withFallback(request -> Single.just(OTHER));
  }

  private static void assertRejectedThenOther(ImageModel model) {
    model.stream(FOX)
        .test()
        .assertValueAt(
            0,
            update ->
                update instanceof AttemptFailed failed
                    && failed.attempt().failure() instanceof LocallyRejected)
        .assertValueAt(1, OTHER)
        .assertValueCount(2)
        .assertComplete();
  }
}
