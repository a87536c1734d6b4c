package dev.animus4j.resilience;

import dev.animus4j.failure.Isolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Predicate;
import java.util.concurrent.atomic.AtomicBoolean;

/** One call that was let through: judged once, whatever comes first, and ended once. */
final class Admission {
  private final Guards guards;
  private final long epoch;
  private final AtomicBoolean judged = new AtomicBoolean();

  Admission(Guards guards, long epoch) {
    this.guards = guards;
    this.epoch = epoch;
  }

  <T> Flowable<T> watch(Flowable<T> source, Predicate<T> delivered) {
    return Isolation.flowable(() -> source)
        .doOnNext(item -> judge(Isolation.call(() -> delivered.test(item))))
        .doOnError(this::judge)
        .doOnComplete(() -> judge(true));
  }

  /** Gives the place back. A call that ends without a judgement was cancelled. */
  void end() {
    dismiss();
    guards.vacate();
  }

  /** The call says nothing of the provider's health. */
  void dismiss() {
    if (first()) {
      guards.left(epoch);
    }
  }

  private void judge(boolean success) {
    if (success && first()) {
      guards.succeeded(epoch);
    }
  }

  private void judge(Throwable failure) {
    if (first()) {
      guards.failed(epoch, failure);
    }
  }

  private boolean first() {
    return judged.compareAndSet(false, true);
  }
}
