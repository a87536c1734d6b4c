package dev.animus4j.resilience;

import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.MonotonicScheduler;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Scheduler and random source for the delays of retries and polls.
 *
 * @param scheduler supplies the clock and the timers, once per subscription. RxJava's schedulers
 *     use the wall clock, which may be set: {@link MonotonicScheduler} corrects that
 * @param random random numbers, at least 0, less than 1
 */
public record RetryTiming(Supplier<Scheduler> scheduler, DoubleSupplier random) {
  /**
   * Real time and random numbers. Delays run on the event loop context of the subscription, so that
   * what follows stays there, and end even if its verticle has been undeployed; on RxJava's io
   * threads for a subscriber on a worker or virtual-thread context, and elsewhere on its
   * computation threads. Its clock is monotonic.
   */
  public static RetryTiming realTime() {
    return new RetryTiming(
        RetryTiming::callerScheduler, () -> ThreadLocalRandom.current().nextDouble());
  }

  private static Scheduler callerScheduler() {
    Scheduler caller = CallerContext.scheduler();
    return new MonotonicScheduler(caller == null ? Schedulers.computation() : caller);
  }
}
