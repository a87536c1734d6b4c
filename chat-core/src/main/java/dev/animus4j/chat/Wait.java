package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableEmitter;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A wait whose end may move while it lasts. One timer at a time looks whether it is over. */
final class Wait {
  private final Scheduler clock;
  private final LongSupplier left;
  private final long most;

  private Wait(Scheduler clock, LongSupplier left, long most) {
    this.clock = clock;
    this.left = left;
    this.most = most;
  }

  /**
   * Completes when nothing is left.
   *
   * @param left how long to wait, in nanoseconds
   * @param most after which time, in nanoseconds, to look again: by so much the end may come nearer
   */
  static Completable until(Scheduler clock, LongSupplier left, long most) {
    return Completable.create(new Wait(clock, left, most)::look);
  }

  private void look(CompletableEmitter waiting) {
    long nanos = left.getAsLong();
    if (nanos <= 0) {
      waiting.onComplete();
    } else {
      waiting.setDisposable(
          clock.scheduleDirect(() -> look(waiting), Math.min(nanos, most), TimeUnit.NANOSECONDS));
    }
  }
}
