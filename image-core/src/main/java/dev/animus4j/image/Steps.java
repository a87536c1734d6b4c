package dev.animus4j.image;

import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs one step after the other, each to its end, on the thread of whoever comes first; the others
 * leave their steps and go. Nobody waits, and a step that asks for another one does not nest.
 */
final class Steps {
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  void take(Runnable step) {
    steps.add(step);
    if (pending.getAndIncrement() == 0) {
      do {
        run(steps.remove());
      } while (pending.decrementAndGet() > 0);
    }
  }

  /** A step must not fail; should one, the others go on. */
  private static void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      RxJavaPlugins.onError(failure);
    }
  }
}
