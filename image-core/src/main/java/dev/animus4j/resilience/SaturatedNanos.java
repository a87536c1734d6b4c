package dev.animus4j.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations in nanoseconds, without overflow. */
final class SaturatedNanos {
  /** Practically endless, and small enough to be added to any time. */
  static final long ENDLESS = TimeUnit.DAYS.toNanos(36_500);

  private SaturatedNanos() {}

  /** Returns a duration in nanoseconds; {@link #ENDLESS} at most. */
  static long of(Duration time) {
    return Math.min(ENDLESS, TimeUnit.NANOSECONDS.convert(time));
  }
}
