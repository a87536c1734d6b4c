package dev.animus4j.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps calls from a provider that fails, and lets one through from time to time. A result counts
 * only for the state in which its call began: a call that took long must not close what opened in
 * the meantime. Resilience4j does not tell such calls apart, hence the epochs and the lock, which
 * is never held while anything else is called.
 */
final class Breaker {
  /** No call may begin. */
  static final long REFUSED = -1;

  /** Its own clock is the wall's, which may be set; the pause ends by ours. */
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final CircuitBreaker machine;
  private final Pause pause;
  private long epoch;

  Breaker(String name, Limits limits, LongSupplier nanos) {
    pause = new Pause(nanos);
    machine = CircuitBreaker.of(name, config(limits));
    machine
        .getEventPublisher()
        .onStateTransition(event -> turned(event.getStateTransition().getToState(), limits));
  }

  private static CircuitBreakerConfig config(Limits limits) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(limits.outOf())
        .minimumNumberOfCalls(limits.outOf())
        .failureRateThreshold(limits.failing())
        .waitDurationInOpenState(FOREVER)
        .permittedNumberOfCallsInHalfOpenState(1)
        .build();
  }

  private void turned(State now, Limits limits) {
    epoch++;
    if (now == State.OPEN) {
      pause.extend(limits.pause());
    }
  }

  /** The epoch in which a call begins, or {@link #REFUSED}. */
  synchronized long begin() {
    if (machine.getState() == State.OPEN && !pause.isOn()) {
      machine.transitionToHalfOpenState();
    }
    return machine.tryAcquirePermission() ? epoch : REFUSED;
  }

  synchronized void succeeded(long began) {
    if (began == epoch) {
      machine.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }

  synchronized void failed(long began, Throwable failure) {
    if (began == epoch) {
      machine.onError(0, TimeUnit.NANOSECONDS, failure);
    }
  }

  /** The call ended in a way that says nothing of the provider's health. */
  synchronized void left(long began) {
    if (began == epoch) {
      machine.releasePermission();
    }
  }

  synchronized void reset() {
    machine.reset();
    epoch++;
    pause.end();
  }

  /** How long no call will begin; zero or less when one is trying right now. */
  Duration pause() {
    return pause.left();
  }
}
