package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.disposables.Disposable;

/** Task scheduled in virtual time. */
final class ScheduledTask implements Disposable, Comparable<ScheduledTask> {
  private final VirtualScheduler owner;
  private final Runnable task;
  private final long at;
  private final long number;
  private boolean over;

  ScheduledTask(VirtualScheduler owner, Runnable task, long at, long number) {
    this.owner = owner;
    this.task = task;
    this.at = at;
    this.number = number;
  }

  long dueAt() {
    return at;
  }

  void run() {
    if (!over) {
      over = true;
      owner.taskEnded();
      task.run();
    }
  }

  @Override
  public void dispose() {
    if (!over) {
      over = true;
      owner.taskEnded();
      owner.time().cancel(this);
    }
  }

  @Override
  public boolean isDisposed() {
    return over;
  }

  @Override
  public int compareTo(ScheduledTask other) {
    int byTime = Long.compare(at, other.at);
    return byTime == 0 ? Long.compare(number, other.number) : byTime;
  }
}
