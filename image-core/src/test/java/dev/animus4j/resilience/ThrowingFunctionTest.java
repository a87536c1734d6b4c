package dev.animus4j.resilience;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.failure.Thrown;
import dev.animus4j.failure.Thrown.Moment;
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

  enum Part {
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
      @ForAll Part part, @ForAll Thrown thrown, @ForAll boolean elsewhere) {
    Once once = new Once(part, thrown);
    Pace pace = new Pace(() -> once.then(Part.SCHEDULER, new Timers(once)), once::chance);
    Retry retry = Retry.exactly(Duration.ZERO).withPace(pace);
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
            item -> once.then(Part.DELIVERED, item.equals("picture")),
            attempt -> once.then(Part.ANNOUNCE, "again"));

    heard(repeated).assertError(thrown::isToldBy);
    attempts.set(0);
    heard(repeated).assertResult("head", "again", "picture");
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aPlaceIsGivenBackWhenItIsNotKnownWhatWasDelivered(
      @ForAll Thrown thrown, @ForAll boolean elsewhere) {
    Guards guards = Guards.of("test", Limits.images().atOnce(1));
    Flowable<String> just = Flowable.just("picture");
    Flowable<String> source = elsewhere ? just.observeOn(Schedulers.computation()) : just;

    heard(guards.apply(source, item -> thrown.now())).assertError(thrown::isToldBy);
    heard(guards.apply(source, item -> true)).assertResult("picture");
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aTrialThatThrowsLeavesItToTheNext(@ForAll Thrown thrown, @ForAll Moment moment) {
    AtomicLong nanos = new AtomicLong();
    Guards guards = guards(nanos::get, Limits.images().atOnce(1).pausing(100, 1, SECOND));
    Flowable<String> down = Flowable.error(unavailable());
    heard(guards.apply(down, item -> true)).assertError(AnimusException.Unavailable.class);
    nanos.addAndGet(SECOND.toNanos());

    Flowable<String> trial = Flowable.defer(() -> thrown.at(moment, Flowable.just("1", "2", "3")));
    heard(guards.apply(trial, item -> false)).assertError(thrown::isToldBy);
    heard(guards.apply(Flowable.just("well"), item -> true)).assertResult("well");
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aClockThatThrowsTakesNoPlaceAndNoTrial(@ForAll Thrown thrown) {
    AtomicLong nanos = new AtomicLong();
    AtomicInteger good = new AtomicInteger(Integer.MAX_VALUE);
    LongSupplier clock = () -> good.getAndDecrement() == 0 ? thrown.now() : nanos.get();
    Limits limits = Limits.images().atOnce(1).rate(100, SECOND).pausing(100, 1, SECOND);
    Guards guards = guards(clock, limits);
    Flowable<String> down = Flowable.error(unavailable());
    heard(guards.apply(down, item -> true)).assertError(AnimusException.Unavailable.class);
    nanos.addAndGet(SECOND.toNanos());

    for (int readings = 0; readings < 4; readings++) {
      good.set(readings);
      heard(guards.apply(Flowable.just("trial"), item -> false)).assertError(thrown::isToldBy);
    }
    good.set(Integer.MAX_VALUE);
    heard(guards.apply(Flowable.just("well"), item -> true)).assertResult("well");
  }

  private static Guards guards(LongSupplier clock, Limits limits) {
    return new Guards("test", limits, clock);
  }

  private static <T> TestSubscriber<T> heard(Flowable<T> stream) {
    TestSubscriber<T> heard = stream.test().awaitDone(30, SECONDS);
    assertThat(heard.isCancelled()).isFalse();
    return heard;
  }

  private static AnimusException unavailable() {
    return new AnimusException.Unavailable(
        Origin.of("test"), "down", false, (@Nullable Duration) null);
  }

  /** What one part throws, once. */
  private record Once(Part part, Thrown thrown, AtomicBoolean done) {
    Once(Part part, Thrown thrown) {
      this(part, thrown, new AtomicBoolean());
    }

    <T> T then(Part now, T value) {
      return now == part && done.compareAndSet(false, true) ? thrown.now() : value;
    }

    double chance() {
      return then(Part.CHANCE, 0.5);
    }
  }

  private static final class Timers extends Scheduler {
    private final Once once;

    Timers(Once once) {
      this.once = once;
    }

    @Override
    public long now(TimeUnit unit) {
      return once.then(Part.CLOCK, 0L);
    }

    @Override
    public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
      return once.then(Part.TIMER, Schedulers.computation()).scheduleDirect(run, delay, unit);
    }

    @Override
    public Worker createWorker() {
      return Schedulers.computation().createWorker();
    }
  }
}
