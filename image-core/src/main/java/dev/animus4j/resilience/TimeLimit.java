package dev.animus4j.resilience;

import java.time.Duration;

/** Checks options of time when they are made, so that no wait overflows later. */
public final class TimeLimit {
  private static final Duration ENDLESS = Duration.ofDays(365);

  private TimeLimit() {}

  /**
   * This limit, or a year if it is longer: nobody waits so long.
   *
   * @throws IllegalArgumentException when it is zero or negative, naming it
   */
  public static Duration positive(String name, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, not " + limit);
    }
    return notNegative(name, limit);
  }

  /**
   * This time, or a year if it is longer.
   *
   * @throws IllegalArgumentException when it is negative, naming it
   */
  public static Duration notNegative(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + time);
    }
    return time.compareTo(ENDLESS) > 0 ? ENDLESS : time;
  }
}
