package dev.animus4j.vertx;

import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Executor that runs one step after the other, each to its end, on the thread that drains first;
 * other threads only add their steps. No thread waits, and a step that adds another one does not
 * nest.
 */
public final class SerialExecutor {
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pendingDrains = new AtomicInteger();

  /** Adds a step behind all others, for {@link #drain}. */
  public void add(Runnable step) {
    steps.add(step);
  }

  /** Runs all steps, unless another thread is draining, which then runs these too. */
  public void drain() {
    if (pendingDrains.getAndIncrement() == 0) {
      int seen = 1;
      do {
        Runnable step = steps.poll();
        while (step != null) {
          runStep(step);
          step = steps.poll();
        }
        seen = pendingDrains.addAndGet(-seen);
      } while (seen != 0);
    }
  }

  /** A step must not throw; if one does, the others go on. */
  private static void runStep(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) {
      RxJavaPlugins.onError(FaultIsolation.failure(failure));
    }
  }
}
