package dev.animus4j.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Circuit breaker for one provider, which permits a single trial call when half-open. A result
 * counts only for the state in which its call started: a slow call must not close a circuit that
 * opened in the meantime. Resilience4j does not distinguish such calls, hence the epochs and the
 * lock, which is never held while foreign code is called.
 */
final class ProviderCircuitBreaker {
  /** No call is permitted. */
  static final long REFUSED = -1;

  /**
   * Resilience4j waits by the wall clock, which may be set; the open state is ended here, by a
   * monotonic clock.
   */
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final CircuitBreaker circuitBreaker;
  private final CoolDown coolDown;
  private long epoch;

  ProviderCircuitBreaker(String name, ResilienceLimits limits, LongSupplier nanos) {
    coolDown = new CoolDown(nanos);
    circuitBreaker = CircuitBreaker.of(name, config(limits));
    circuitBreaker
        .getEventPublisher()
        .onStateTransition(event -> onStateChange(event.getStateTransition().getToState(), limits));
  }

  private static CircuitBreakerConfig config(ResilienceLimits limits) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(limits.slidingWindow())
        .minimumNumberOfCalls(limits.slidingWindow())
        .failureRateThreshold(limits.failureThreshold())
        .waitDurationInOpenState(FOREVER)
        .permittedNumberOfCallsInHalfOpenState(1)
        .build();
  }

  private void onStateChange(State now, ResilienceLimits limits) {
    epoch++;
    if (now == State.OPEN) {
      coolDown.extend(limits.openDuration());
    }
  }

  /** Returns the epoch in which a call starts, or {@link #REFUSED}. */
  synchronized long tryAcquire() {
    if (circuitBreaker.getState() == State.OPEN && !coolDown.isActive()) {
      circuitBreaker.transitionToHalfOpenState();
    }
    return circuitBreaker.tryAcquirePermission() ? epoch : REFUSED;
  }

  synchronized void onSuccess(long startEpoch) {
    if (startEpoch == epoch) {
      circuitBreaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }

  synchronized void onFailure(long startEpoch, Throwable failure) {
    if (startEpoch == epoch) {
      circuitBreaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }
  }

  /** Releases the permission of a call whose end does not show the provider's health. */
  synchronized void releasePermission(long startEpoch) {
    if (startEpoch == epoch) {
      circuitBreaker.releasePermission();
    }
  }

  synchronized void reset() {
    circuitBreaker.reset();
    epoch++;
    coolDown.end();
  }

  /** The remaining open time; zero or less while a trial call runs. */
  Duration remainingCoolDown() {
    return coolDown.remaining();
  }
}
