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
   * Real time and random numbers. Delays run on the event loop context of the subscription, so that
   * what follows stays there, and end even if its verticle has been undeployed; on RxJava's io
   * threads for a subscriber on a worker or virtual-thread context, and elsewhere on its
   * computation threads. Its clock is monotonic.
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
