package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableEmitter;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Timer whose end may move while it runs. It checks for the end with one timer at a time. */
final class ExtendableTimer {
  private final Scheduler clock;
  private final LongSupplier remainingNanos;
  private final long maxNanos;

  private ExtendableTimer(Scheduler clock, LongSupplier left, long most) {
    this.clock = clock;
    this.remainingNanos = left;
    this.maxNanos = most;
  }

  /**
   * Completes when no time is left.
   *
   * @param left the time left, in nanoseconds
   * @param most after which time, in nanoseconds, to check again: by so much the end may come
   *     nearer
   */
  static Completable untilElapsed(Scheduler clock, LongSupplier left, long most) {
    return Completable.create(new ExtendableTimer(clock, left, most)::check);
  }

  private void check(CompletableEmitter waiting) {
    long nanos = remainingNanos.getAsLong();
    if (nanos <= 0) {
      waiting.onComplete();
    } else {
      waiting.setDisposable(
          clock.scheduleDirect(
              () -> check(waiting), Math.min(nanos, maxNanos), TimeUnit.NANOSECONDS));
    }
  }
}
