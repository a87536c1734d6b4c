package dev.animus4j.resilience;

import java.time.Duration;

/** Validates durations of options, so that no delay overflows later. */
public final class DurationChecks {
  private static final Duration ENDLESS = Duration.ofDays(365);

  private DurationChecks() {}

  /**
   * Returns this limit, or a year if it is longer.
   *
   * @throws IllegalArgumentException when it is zero or negative; the message has the name
   */
  public static Duration requirePositive(String name, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, not " + limit);
    }
    return requireNotNegative(name, limit);
  }

  /**
   * Returns this time, or a year if it is longer.
   *
   * @throws IllegalArgumentException when it is negative; the message has the name
   */
  public static Duration requireNotNegative(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + time);
    }
    return time.compareTo(ENDLESS) > 0 ? ENDLESS : time;
  }
}
