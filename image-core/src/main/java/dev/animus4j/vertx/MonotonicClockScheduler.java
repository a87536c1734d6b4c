package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;

/**
 * Scheduler with the timers of another one and a monotonic clock: for delays, not for the time of
 * day. RxJava's schedulers use the wall clock, so that times measured with them are wrong when it
 * is set.
 */
public final class MonotonicClockScheduler extends Scheduler {
  private final Scheduler timers;

  /** Creates a scheduler that runs tasks where this one does. */
  public MonotonicClockScheduler(Scheduler timers) {
    this.timers = timers;
  }

  @Override
  public long now(TimeUnit unit) {
    return unit.convert(System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
    return timers.scheduleDirect(run, delay, unit);
  }

  @Override
  public Worker createWorker() {
    return timers.createWorker();
  }
}
