package dev.animus4j.resilience;

import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.MonotonicScheduler;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a wait depends on besides its length.
 *
 * @param scheduler the clock and the timers; asked for once per subscription. RxJava's own go by
 *     the wall's clock: {@link MonotonicScheduler} makes their waits right when that is set
 * @param random at least 0, less than 1
 */
public record Pace(Supplier<Scheduler> scheduler, DoubleSupplier random) {
  /**
   * Real time and chance. Waits on the event loop context on which the subscription happens, so
   * that what follows stays there, and ends although its verticle may have been undeployed; on
   * RxJava's io threads for who is on a worker or virtual-thread context, and elsewhere on its
   * computation threads. Nobody can set its clock.
   */
  public static Pace real() {
    return new Pace(Pace::here, () -> ThreadLocalRandom.current().nextDouble());
  }

  private static Scheduler here() {
    Scheduler caller = CallerContext.scheduler();
    return new MonotonicScheduler(caller == null ? Schedulers.computation() : caller);
  }
}
