package dev.animus4j.vertx;

import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Executor that runs one step after the other, each to its end, on the thread that drains first;
 * other threads only add their steps. No thread waits, and a step that adds another one does not
 * nest.
 */
public final class SerialDrainQueue extends DrainLoop {
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();

  /** Adds a step behind all others, for {@link #drain}. */
  public void add(Runnable step) {
    steps.add(step);
  }

  @Override
  protected void drainOnce() {
    for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
      runStep(step);
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
