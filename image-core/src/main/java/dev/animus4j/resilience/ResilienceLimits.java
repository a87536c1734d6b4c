package dev.animus4j.resilience;

import java.time.Duration;

/**
 * Limits of a {@link ResiliencePolicy}.
 *
 * @param maxConcurrency how many calls may run at the same time; a stream runs until its end
 * @param calls how many calls may start within any span of {@code per}; {@link Integer#MAX_VALUE}
 *     for no rate limit
 * @param per the length of that span
 * @param failureThreshold the percentage of failed calls, among the last {@code slidingWindow}
 *     ones, that opens the circuit: from 1 to 100
 * @param slidingWindow how many of the last calls are looked at; the circuit never opens before
 *     that many calls were made. At most 100,000: each is recorded
 * @param openDuration how long the circuit, once open, rejects all calls; then a single trial call
 *     decides whether it closes, or stays open for as long again
 */
public record ResilienceLimits(
    int maxConcurrency,
    int calls,
    Duration per,
    int failureThreshold,
    int slidingWindow,
    Duration openDuration) {
  private static final int MAX_WINDOW = 100_000;

  /** Fails for values that would permit nothing, or are out of range. */
  public ResilienceLimits {
    requirePositive("maxConcurrency", maxConcurrency);
    requirePositive("calls", calls);
    requirePositive("per", per);
    requirePositive("failureThreshold", failureThreshold);
    requirePositive("slidingWindow", slidingWindow);
    requirePositive("openDuration", openDuration);
    if (failureThreshold > 100) {
      throw new IllegalArgumentException(
          "failureThreshold is a percentage, but is " + failureThreshold);
    }
    if (slidingWindow > MAX_WINDOW) {
      throw new IllegalArgumentException(
          "slidingWindow must be " + MAX_WINDOW + " at most, but is " + slidingWindow);
    }
  }

  /**
   * For chat: 100 concurrent calls, no rate limit, and an open time of 30 s when 10 of the last 20
   * calls failed.
   */
  public static ResilienceLimits chat() {
    return images().withMaxConcurrency(100);
  }

  /**
   * For images: 10 concurrent calls, no rate limit, and an open time of 30 s when 10 of the last 20
   * calls failed.
   */
  public static ResilienceLimits images() {
    Duration second = Duration.ofSeconds(1);
    return new ResilienceLimits(10, Integer.MAX_VALUE, second, 50, 20, Duration.ofSeconds(30));
  }

  /** Returns the same limits with this concurrency. */
  public ResilienceLimits withMaxConcurrency(int maxConcurrency) {
    return new ResilienceLimits(
        maxConcurrency, calls, per, failureThreshold, slidingWindow, openDuration);
  }

  /** Returns the same limits; at most {@code calls} may start within any span of {@code per}. */
  public ResilienceLimits withRate(int calls, Duration per) {
    return new ResilienceLimits(
        maxConcurrency, calls, per, failureThreshold, slidingWindow, openDuration);
  }

  /**
   * Returns the same limits with another circuit breaker: {@code withCircuitBreaker(50, 20,
   * Duration.ofSeconds(30))} opens the circuit for 30 s when half of the last 20 calls failed.
   */
  public ResilienceLimits withCircuitBreaker(
      int failureThreshold, int slidingWindow, Duration openDuration) {
    return new ResilienceLimits(
        maxConcurrency, calls, per, failureThreshold, slidingWindow, openDuration);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }
}
