package dev.animus4j.resilience;

import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.MonotonicClockScheduler;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Scheduler and random source for the delays of retries and polls.
 *
 * @param scheduler supplies the clock and the timers, once per subscription. RxJava's schedulers
 *     use the wall clock, which may be set: {@link MonotonicClockScheduler} corrects that
 * @param random random numbers, at least 0, less than 1
 */
public record SchedulerAndRandom(Supplier<Scheduler> scheduler, DoubleSupplier random) {
  /**
   * Real time and random numbers. If the subscriber is on an event loop context, delays run on that
   * context, so that the stream stays there, and they end even if the verticle has been undeployed.
   * If the subscriber is on a worker or virtual-thread context, delays run on RxJava's io threads,
   * and otherwise on its computation threads. The clock is monotonic.
   */
  public static SchedulerAndRandom realTime() {
    return new SchedulerAndRandom(
        SchedulerAndRandom::callerScheduler, () -> ThreadLocalRandom.current().nextDouble());
  }

  private static Scheduler callerScheduler() {
    Scheduler caller = CallerContext.scheduler();
    return new MonotonicClockScheduler(caller == null ? Schedulers.computation() : caller);
  }
}
