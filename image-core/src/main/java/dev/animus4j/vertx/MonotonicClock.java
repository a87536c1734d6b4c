package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Clocks for delays. The time of a scheduler of RxJava or of a Vert.x context jumps when the clock
 * of the machine is set, and a delay measured with it ends too early or never.
 */
public final class MonotonicClock {
  private MonotonicClock() {}

  /**
   * Returns a monotonic clock in nanoseconds, of any origin, that matches the timers of this
   * scheduler: that of the JVM, or of a scheduler with virtual time, as in tests.
   */
  public static LongSupplier nanos(Scheduler scheduler) {
    boolean realTime =
        scheduler instanceof ContextScheduler
            || List.of(
                    Schedulers.computation(),
                    Schedulers.io(),
                    Schedulers.single(),
                    Schedulers.newThread())
                .contains(scheduler);
    return realTime ? System::nanoTime : () -> scheduler.now(TimeUnit.NANOSECONDS);
  }
}
