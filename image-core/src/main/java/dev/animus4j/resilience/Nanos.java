package dev.animus4j.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Times as clocks and timers count them. */
final class Nanos {
  /** As good as endless, and far enough from the largest number to be added to any time. */
  static final long ENDLESS = TimeUnit.DAYS.toNanos(36_500);

  private Nanos() {}

  /** How many there are in a time; {@link #ENDLESS} at most. */
  static long of(Duration time) {
    return Math.min(ENDLESS, TimeUnit.NANOSECONDS.convert(time));
  }
}
