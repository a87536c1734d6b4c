package dev.animus4j.checks.simulation;

import java.util.PriorityQueue;

/** Clock that jumps to the next due task. Tasks due at the same time run in order. */
final class VirtualTime {
  private final PriorityQueue<ScheduledTask> queue = new PriorityQueue<>();
  private long nanos;
  private long planned;

  /** Creates a scheduler on this clock. */
  VirtualScheduler newScheduler() {
    return new VirtualScheduler(this);
  }

  long nanos() {
    return nanos;
  }

  long millis() {
    return nanos / 1_000_000;
  }

  ScheduledTask schedule(VirtualScheduler owner, Runnable task, long after) {
    ScheduledTask scheduledTask =
        new ScheduledTask(owner, task, nanos + Math.max(0, after), planned++);
    queue.add(scheduledTask);
    return scheduledTask;
  }

  void cancel(ScheduledTask scheduledTask) {
    queue.remove(scheduledTask);
  }

  /** Whether more tasks are due at this moment. */
  boolean isBusy() {
    return !queue.isEmpty() && queue.peek().dueAt() <= nanos;
  }

  /** Runs the next task; false if there is none. */
  boolean runNext() {
    ScheduledTask next = queue.poll();
    if (next == null) {
      return false;
    }
    nanos = Math.max(nanos, next.dueAt());
    next.run();
    return true;
  }
}
