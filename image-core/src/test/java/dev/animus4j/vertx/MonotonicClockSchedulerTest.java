package dev.animus4j.vertx;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MonotonicClockSchedulerTest {
  private final TestScheduler timers = new TestScheduler();
  private final MonotonicClockScheduler scheduler = new MonotonicClockScheduler(timers);

  @Test
  void itsClockIsTheOneThatNobodySets() {
    long before = System.nanoTime();
    long now = scheduler.now(NANOSECONDS);
    assertThat(now).isBetween(before, System.nanoTime());
    assertThat(scheduler.now(SECONDS) - now / 1_000_000_000).isBetween(0L, 60L);
  }

  @Test
  void itsTimersAreThoseOfTheOther() {
    AtomicInteger ran = new AtomicInteger();
    scheduler.scheduleDirect(ran::incrementAndGet, 5, MILLISECONDS);
    scheduler.scheduleDirect(ran::incrementAndGet, 5, MILLISECONDS).dispose();
    TestSubscriber<Long> ticks = Flowable.interval(1, MILLISECONDS, scheduler).take(3).test();
    timers.advanceTimeBy(4, MILLISECONDS);
    ticks.assertResult(0L, 1L, 2L);
    assertThat(ran).hasValue(0);
    timers.advanceTimeBy(1, MILLISECONDS);
    assertThat(ran).hasValue(1);
  }
}
