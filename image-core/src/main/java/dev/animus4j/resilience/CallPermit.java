package dev.animus4j.resilience;

import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Predicate;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Permit of one call, whose result is recorded once, whichever comes first, and which is released
 * once.
 */
final class CallPermit {
  private final ResiliencePolicy policy;
  private final long epoch;
  private final AtomicBoolean recorded = new AtomicBoolean();

  CallPermit(ResiliencePolicy policy, long epoch) {
    this.policy = policy;
    this.epoch = epoch;
  }

  <T> Flowable<T> observe(Flowable<T> source, Predicate<T> delivered) {
    return FaultIsolation.flowable(() -> source)
        .doOnNext(item -> recordResult(FaultIsolation.call(() -> delivered.test(item))))
        .doOnError(this::recordResult)
        .doOnComplete(() -> recordResult(true));
  }

  /** Releases the place. A call that ends without a result was cancelled. */
  void release() {
    ignoreResult();
    policy.releasePlace();
  }

  /** Records no result, since the call does not show the provider's health. */
  void ignoreResult() {
    if (claimResult()) {
      policy.releasePermission(epoch);
    }
  }

  private void recordResult(boolean success) {
    if (success && claimResult()) {
      policy.onSuccess(epoch);
    }
  }

  private void recordResult(Throwable failure) {
    if (claimResult()) {
      policy.onFailure(epoch, failure);
    }
  }

  private boolean claimResult() {
    return recorded.compareAndSet(false, true);
  }
}
