package dev.animus4j.resilience;

import java.time.Duration;

/**
 * Limits of a {@link ResiliencePolicy}.
 *
 * @param maxConcurrency how many calls may run at the same time
 * @param calls how many calls may start within {@code per}, in any such span; {@link
 *     Integer#MAX_VALUE} for no limit
 * @param per the span of {@code calls}
 * @param failureThreshold the percentage of failed calls from which on the circuit opens
 * @param slidingWindow the number of last calls of which that percentage is taken; with fewer the
 *     circuit stays closed. At most 100,000: each is recorded
 * @param openDuration how long the circuit stays open before a trial call
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

  /** Returns the same limits with this rate. */
  public ResilienceLimits withRate(int calls, Duration per) {
    return new ResilienceLimits(
        maxConcurrency, calls, per, failureThreshold, slidingWindow, openDuration);
  }

  /**
   * Returns the same limits; the circuit opens for {@code pause} when {@code failing} percent of
   * the last {@code outOf} calls failed.
   */
  public ResilienceLimits withCircuitBreaker(int failing, int outOf, Duration pause) {
    return new ResilienceLimits(maxConcurrency, calls, per, failing, outOf, pause);
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
