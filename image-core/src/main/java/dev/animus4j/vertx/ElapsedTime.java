package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Clocks for waiting. What a scheduler of RxJava or of a Vert.x context says the time is jumps when
 * somebody sets the clock of the machine, and a wait that goes by it ends too early or never.
 */
public final class ElapsedTime {
  private ElapsedTime() {}

  /**
   * A clock in nanoseconds from any origin that goes as the timers of this scheduler do, and not
   * back: the one of the JVM, or of a scheduler that has a time of its own, as in tests.
   */
  public static LongSupplier nanos(Scheduler scheduler) {
    boolean real =
        scheduler instanceof ContextScheduler
            || List.of(
                    Schedulers.computation(),
                    Schedulers.io(),
                    Schedulers.single(),
                    Schedulers.newThread())
                .contains(scheduler);
    return real ? System::nanoTime : () -> scheduler.now(TimeUnit.NANOSECONDS);
  }
}
