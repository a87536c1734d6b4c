package dev.animus4j.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * So many calls within any span of time, wherever that span begins: it remembers when the last ones
 * began. Ours, because Resilience4j counts from full period to full period, which lets twice as
 * many through around the turn, and knows neither another clock nor a provider that asks for a
 * pause.
 */
final class Allowance {
  private final int calls;
  private final long per;
  private final LongSupplier nanos;
  private final Deque<Long> begun = new ArrayDeque<>();

  Allowance(Limits limits, LongSupplier nanos) {
    this.calls = limits.calls();
    this.per = Nanos.of(limits.per());
    this.nanos = nanos;
  }

  /** Takes one call; else says how long it is until one can be had. Zero when it was taken. */
  synchronized Duration take() {
    if (calls == Integer.MAX_VALUE) {
      return Duration.ZERO;
    }
    long now = nanos.getAsLong();
    while (!begun.isEmpty() && now - begun.getFirst() >= per) {
      begun.removeFirst();
    }
    if (begun.size() >= calls) {
      return Duration.ofNanos(begun.getFirst() + per - now);
    }
    begun.addLast(now);
    return Duration.ZERO;
  }
}
