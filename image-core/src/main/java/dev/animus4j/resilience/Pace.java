package dev.animus4j.resilience;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a wait depends on besides its length.
 *
 * @param scheduler the clock and the timers; asked for once per subscription
 * @param random at least 0, less than 1
 */
public record Pace(Supplier<Scheduler> scheduler, DoubleSupplier random) {
  /**
   * Real time and chance. Waits on the Vert.x context on which the subscription happens, so that
   * what follows stays there; elsewhere on RxJava's computation threads.
   */
  public static Pace real() {
    return new Pace(Pace::here, () -> ThreadLocalRandom.current().nextDouble());
  }

  private static Scheduler here() {
    Context context = Vertx.currentContext();
    return context == null ? Schedulers.computation() : RxHelper.scheduler(context);
  }
}
