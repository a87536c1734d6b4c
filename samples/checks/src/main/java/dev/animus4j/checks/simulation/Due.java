package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.disposables.Disposable;

/** Something that will be done. */
final class Due implements Disposable, Comparable<Due> {
  private final Timers owner;
  private final Runnable task;
  private final long at;
  private final long number;
  private boolean over;

  Due(Timers owner, Runnable task, long at, long number) {
    this.owner = owner;
    this.task = task;
    this.at = at;
    this.number = number;
  }

  long at() {
    return at;
  }

  void run() {
    if (!over) {
      over = true;
      owner.ended();
      task.run();
    }
  }

  @Override
  public void dispose() {
    if (!over) {
      over = true;
      owner.ended();
      owner.time().drop(this);
    }
  }

  @Override
  public boolean isDisposed() {
    return over;
  }

  @Override
  public int compareTo(Due other) {
    int byTime = Long.compare(at, other.at);
    return byTime == 0 ? Long.compare(number, other.number) : byTime;
  }
}
