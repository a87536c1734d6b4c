package dev.animus4j.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Rate limiter for the calls within any span of time, wherever it begins: it records the start
 * times of the last calls. Resilience4j is not used, because it counts by fixed periods, which
 * permits twice as many around their boundary, and takes neither another clock nor a pause that a
 * provider asks for.
 */
final class SlidingWindowRateLimiter {
  private final int calls;
  private final long periodNanos;
  private final LongSupplier nanos;
  private final Deque<Long> startTimes = new ArrayDeque<>();

  SlidingWindowRateLimiter(ResilienceLimits limits, LongSupplier nanos) {
    this.calls = limits.calls();
    this.periodNanos = SaturatedNanos.of(limits.per());
    this.nanos = nanos;
  }

  /** Acquires a permit and returns zero; else returns the time until one will be free. */
  synchronized Duration tryAcquire() {
    if (calls == Integer.MAX_VALUE) {
      return Duration.ZERO;
    }
    long now = nanos.getAsLong();
    while (!startTimes.isEmpty() && now - startTimes.getFirst() >= periodNanos) {
      startTimes.removeFirst();
    }
    if (startTimes.size() >= calls) {
      return Duration.ofNanos(startTimes.getFirst() + periodNanos - now);
    }
    startTimes.addLast(now);
    return Duration.ZERO;
  }
}
