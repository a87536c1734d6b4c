package dev.animus4j.resilience;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnyThrowable;
import dev.animus4j.failure.AnyThrowable.ThrowPoint;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Functions, clocks, timers and chance that throw whatever, once. */
class ThrowingFunctionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  enum ThrowSource {
    SCHEDULER,
    CLOCK,
    TIMER,
    CHANCE,
    DELIVERED,
    ANNOUNCE
  }

  @BeforeContainer
  static void expectReports() {
    RxJavaPlugins.setErrorHandler(reported -> {});
  }

  @AfterContainer
  static void expectNoMore() {
    RxJavaPlugins.setErrorHandler(null);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void whateverARepetitionDependsOnMayThrow(
      @ForAll ThrowSource throwSource,
      @ForAll AnyThrowable anyThrowable,
      @ForAll boolean elsewhere) {
    OneTimeThrower oneTimeThrower = new OneTimeThrower(throwSource, anyThrowable);
    SchedulerAndRandom retryTiming =
        new SchedulerAndRandom(
            () -> oneTimeThrower.then(ThrowSource.SCHEDULER, new ThrowingScheduler(oneTimeThrower)),
            oneTimeThrower::chance);
    Retry retry = Retry.ofDelays(Duration.ZERO).withTiming(retryTiming);
    AtomicInteger attempts = new AtomicInteger();
    Flowable<String> call =
        Flowable.defer(
            () ->
                attempts.incrementAndGet() % 2 == 1
                    ? Flowable.just("head").concatWith(Flowable.<String>error(unavailable()))
                    : Flowable.just("picture"));
    Flowable<String> source = elsewhere ? call.observeOn(Schedulers.computation(), true) : call;
    Flowable<String> repeated =
        retry.apply(
            source,
            item -> oneTimeThrower.then(ThrowSource.DELIVERED, item.equals("picture")),
            attempt -> oneTimeThrower.then(ThrowSource.ANNOUNCE, "again"));

    heard(repeated).assertError(anyThrowable::isToldBy);
    attempts.set(0);
    heard(repeated).assertResult("head", "again", "picture");
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aPlaceIsGivenBackWhenItIsNotKnownWhatWasDelivered(
      @ForAll AnyThrowable anyThrowable, @ForAll boolean elsewhere) {
    ResiliencePolicy policy =
        ResiliencePolicy.of("test", ResilienceLimits.images().withMaxConcurrency(1));
    Flowable<String> just = Flowable.just("picture");
    Flowable<String> source = elsewhere ? just.observeOn(Schedulers.computation()) : just;

    heard(policy.apply(source, item -> anyThrowable.now())).assertError(anyThrowable::isToldBy);
    heard(policy.apply(source, item -> true)).assertResult("picture");
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aTrialThatThrowsLeavesItToTheNext(
      @ForAll AnyThrowable anyThrowable, @ForAll ThrowPoint throwPoint) {
    AtomicLong nanos = new AtomicLong();
    ResiliencePolicy policy =
        guards(
            nanos::get,
            ResilienceLimits.images().withMaxConcurrency(1).withCircuitBreaker(100, 1, SECOND));
    Flowable<String> down = Flowable.error(unavailable());
    heard(policy.apply(down, item -> true)).assertError(AnimusException.Unavailable.class);
    nanos.addAndGet(SECOND.toNanos());

    Flowable<String> trial =
        Flowable.defer(() -> anyThrowable.at(throwPoint, Flowable.just("1", "2", "3")));
    heard(policy.apply(trial, item -> false)).assertError(anyThrowable::isToldBy);
    heard(policy.apply(Flowable.just("well"), item -> true)).assertResult("well");
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aClockThatThrowsTakesNoPlaceAndNoTrial(@ForAll AnyThrowable anyThrowable) {
    AtomicLong nanos = new AtomicLong();
    AtomicInteger good = new AtomicInteger(Integer.MAX_VALUE);
    LongSupplier clock = () -> good.getAndDecrement() == 0 ? anyThrowable.now() : nanos.get();
    ResilienceLimits limits =
        ResilienceLimits.images()
            .withMaxConcurrency(1)
            .withRate(100, SECOND)
            .withCircuitBreaker(100, 1, SECOND);
    ResiliencePolicy policy = guards(clock, limits);
    Flowable<String> down = Flowable.error(unavailable());
    heard(policy.apply(down, item -> true)).assertError(AnimusException.Unavailable.class);
    nanos.addAndGet(SECOND.toNanos());

    for (int readings = 0; readings < 4; readings++) {
      good.set(readings);
      heard(policy.apply(Flowable.just("trial"), item -> false))
          .assertError(anyThrowable::isToldBy);
    }
    good.set(Integer.MAX_VALUE);
    heard(policy.apply(Flowable.just("well"), item -> true)).assertResult("well");
  }

  private static ResiliencePolicy guards(LongSupplier clock, ResilienceLimits limits) {
    return new ResiliencePolicy("test", limits, clock);
  }

  private static <T> TestSubscriber<T> heard(Flowable<T> stream) {
    TestSubscriber<T> heard = stream.test().awaitDone(30, SECONDS);
    assertThat(heard.isCancelled()).isFalse();
    return heard;
  }

  private static AnimusException unavailable() {
    return new AnimusException.Unavailable(
        FailureOrigin.of("test"), "down", false, (@Nullable Duration) null);
  }

  /** What one part throws, once. */
  private record OneTimeThrower(ThrowSource part, AnyThrowable thrown, AtomicBoolean done) {
    OneTimeThrower(ThrowSource throwSource, AnyThrowable anyThrowable) {
      this(throwSource, anyThrowable, new AtomicBoolean());
    }

    <T> T then(ThrowSource now, T value) {
      return now == part && done.compareAndSet(false, true) ? thrown.now() : value;
    }

    double chance() {
      return then(ThrowSource.CHANCE, 0.5);
    }
  }

  private static final class ThrowingScheduler extends Scheduler {
    private final OneTimeThrower oneTimeThrower;

    ThrowingScheduler(OneTimeThrower oneTimeThrower) {
      this.oneTimeThrower = oneTimeThrower;
    }

    @Override
    public long now(TimeUnit unit) {
      return oneTimeThrower.then(ThrowSource.CLOCK, 0L);
    }

    @Override
    public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
      return oneTimeThrower
          .then(ThrowSource.TIMER, Schedulers.computation())
          .scheduleDirect(run, delay, unit);
    }

    @Override
    public Worker createWorker() {
      return Schedulers.computation().createWorker();
    }
  }
}
