package dev.animus4j.checks.simulation;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Executor of one Vert.x context in virtual time: in order, with random delays. */
final class VirtualEventLoop implements Executor {
  /** Maximum delay in milliseconds. */
  private static final long MAX_DELAY = 400;

  private final RandomChoices randomChoices;
  private final VirtualScheduler virtualScheduler;
  private long last;

  VirtualEventLoop(RandomChoices randomChoices, VirtualScheduler virtualScheduler) {
    this.randomChoices = randomChoices;
    this.virtualScheduler = virtualScheduler;
  }

  @Override
  public void execute(Runnable task) {
    long now = virtualScheduler.time().nanos();
    last = Math.max(last, now + TimeUnit.MILLISECONDS.toNanos(randomChoices.delay(MAX_DELAY)));
    var unused = virtualScheduler.scheduleDirect(task, last - now, TimeUnit.NANOSECONDS);
  }
}
