package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;

/**
 * The timers of another scheduler, with a clock that nobody can set: for waits, and never for the
 * time of day. RxJava's schedulers go by the wall's, so that what is measured with them is wrong
 * when that is set.
 */
public final class MonotonicScheduler extends Scheduler {
  private final Scheduler timers;

  /** A scheduler that runs things where this one does. */
  public MonotonicScheduler(Scheduler timers) {
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
