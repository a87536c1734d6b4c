package dev.animus4j.vertx;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loop that does what is pending on one thread at a time. The thread that finds it idle drains for
 * all others, which return at once: none waits, no lock is held meanwhile, and no pass nests in
 * another one.
 */
public abstract class DrainLoop {
  /** Pending calls of {@link #drain}; the first drains for all of them. */
  private final AtomicInteger calls = new AtomicInteger();

  /** Creates an idle loop. */
  protected DrainLoop() {}

  /** Drains what is pending, unless a thread is doing so, which then drains this too. */
  public final void drain() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int handled = 1;
    while (handled > 0) {
      drainOnce();
      handled = calls.addAndGet(-handled);
    }
  }

  /** Makes one pass over all that is pending. Must not throw. */
  protected abstract void drainOnce();
}
