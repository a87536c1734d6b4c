package dev.animus4j.rules;

import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is at, as it was found at each check. On a busy machine a thread that could run may
 * have to stand by for long: that is not its fault, so running counts in processor time, and
 * waiting in checks one after the other.
 *
 * @param nanos for how long it has been at it
 * @param cpuAtFirst the processor time of the thread when it was first found at it
 * @param cpu the same now
 * @param waits how many times it was found waiting since it was last found running
 */
record Task(long nanos, long cpuAtFirst, long cpu, int waits) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static Task of(BlockedThreadEvent event, @Nullable Task before) {
    Thread thread = event.thread();
    long cpu = THREADS.getThreadCpuTime(thread.getId());
    boolean runs = thread.getState() == Thread.State.RUNNABLE;
    if (before == null || event.duration() < before.nanos) {
      return new Task(event.duration(), cpu, cpu, runs ? 0 : 1);
    }
    return new Task(event.duration(), before.cpuAtFirst, cpu, runs ? 0 : before.waits + 1);
  }

  /** Whether it has waited for a second, has run for five, or does not end at all. */
  boolean isTooLong() {
    return waits >= 10
        || cpu - cpuAtFirst > TimeUnit.SECONDS.toNanos(5)
        || nanos > TimeUnit.SECONDS.toNanos(30);
  }
}
