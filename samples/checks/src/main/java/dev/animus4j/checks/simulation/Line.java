package dev.animus4j.checks.simulation;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What one context of Vert.x runs on in virtual time: in order, each thing as late as it happens.
 */
final class Line implements Executor {
  /** In milliseconds. */
  private static final long LATE = 400;

  private final Chance chance;
  private final Timers timers;
  private long last;

  Line(Chance chance, Timers timers) {
    this.chance = chance;
    this.timers = timers;
  }

  @Override
  public void execute(Runnable task) {
    long now = timers.time().nanos();
    last = Math.max(last, now + TimeUnit.MILLISECONDS.toNanos(chance.delay(LATE)));
    var unused = timers.scheduleDirect(task, last - now, TimeUnit.NANOSECONDS);
  }
}
