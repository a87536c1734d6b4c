package dev.animus4j.image;

import dev.animus4j.failure.Isolation;
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
  private final AtomicInteger asked = new AtomicInteger();

  /** Puts a step behind all others, for {@link #run}. */
  void add(Runnable step) {
    steps.add(step);
  }

  /** Runs all steps, unless somebody is at it, who then runs these too. */
  void run() {
    if (asked.getAndIncrement() == 0) {
      int seen = 1;
      do {
        Runnable step = steps.poll();
        while (step != null) {
          run(step);
          step = steps.poll();
        }
        seen = asked.addAndGet(-seen);
      } while (seen != 0);
    }
  }

  /** A step must not fail; should one, the others go on. */
  private static void run(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) {
      RxJavaPlugins.onError(Isolation.failure(failure));
    }
  }
}
