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

  /**
   * Acquires a permit and returns zero; else returns the time until one will be free.
   *
   * @param nodes of which this is one; where they are more than the calls, it has one in a longer
   *     span
   */
  synchronized Duration tryAcquire(int nodes) {
    if (calls == Integer.MAX_VALUE) {
      return Duration.ZERO;
    }
    int share = Math.max(1, calls / nodes);
    long span = nodes > calls ? spanOfOne(nodes) : periodNanos;
    long now = nanos.getAsLong();
    while (!startTimes.isEmpty() && now - startTimes.getFirst() >= span) {
      startTimes.removeFirst();
    }
    int excess = startTimes.size() - share;
    if (excess >= 0) {
      long freed = startTimes.stream().skip(excess).findFirst().orElse(now);
      return Duration.ofNanos(freed + span - now);
    }
    startTimes.addLast(now);
    return Duration.ZERO;
  }

  private long spanOfOne(int nodes) {
    return (long) Math.min(SaturatedNanos.ENDLESS, (double) periodNanos / calls * nodes);
  }
}
