package dev.animus4j.checks.simulation;

import java.util.PriorityQueue;

/** A clock that jumps to whatever is due next. What is due at once happens in order. */
final class VirtualTime {
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long nanos;
  private long planned;

  /** Timers of their own kind, by this clock. */
  Timers timers() {
    return new Timers(this);
  }

  long nanos() {
    return nanos;
  }

  long millis() {
    return nanos / 1_000_000;
  }

  Due plan(Timers owner, Runnable task, long after) {
    Due due = new Due(owner, task, nanos + Math.max(0, after), planned++);
    queue.add(due);
    return due;
  }

  void drop(Due due) {
    queue.remove(due);
  }

  /** Whether something more happens at this very moment. */
  boolean isBusy() {
    return !queue.isEmpty() && queue.peek().at() <= nanos;
  }

  /** Does what is due next; false when nothing is. */
  boolean step() {
    Due next = queue.poll();
    if (next == null) {
      return false;
    }
    nanos = Math.max(nanos, next.at());
    next.run();
    return true;
  }
}
