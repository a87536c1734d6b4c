package dev.animus4j.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Delays between the attempts of a {@link Retry}. */
public sealed interface Backoff {

  /**
   * Returns the delay after a failed attempt. It is never shorter than the wait that the provider
   * asked for.
   *
   * @param attempt the number of the failed attempt, from 1
   * @param retryAfter the wait that the provider asked for; empty if it asked for none
   * @param chance random number, at least 0, less than 1
   */
  Duration delay(int attempt, Optional<Duration> retryAfter, double chance);

  /**
   * Exponential backoff with full jitter: a random delay up to a bound that doubles with every
   * attempt. If the provider asked for a wait, the delay is that wait and a random part of {@code
   * base}.
   *
   * @param base the bound of the first delay
   * @param most the bound of all delays, unless the provider asked for more
   */
  record Jittered(Duration base, Duration most) implements Backoff {
    /** Fails for negative durations. */
    public Jittered {
      requireNotNegative("base", base);
      requireNotNegative("most", most);
    }

    @Override
    public Duration delay(int attempt, Optional<Duration> retryAfter, double chance) {
      return retryAfter
          .map(wait -> isEndless(wait) ? wait : wait.plus(fraction(base, chance)))
          .orElseGet(() -> fraction(bound(attempt), chance));
    }

    /** min(most, base · 2^(attempt-1)), without overflow. */
    private Duration bound(int attempt) {
      int doublings = Math.min(attempt - 1, 30);
      Duration last = most.dividedBy(1L << doublings);
      return base.compareTo(last) > 0 ? most : base.multipliedBy(1L << doublings);
    }

    private static boolean isEndless(Duration wait) {
      return wait.compareTo(Duration.ofNanos(SaturatedNanos.ENDLESS)) > 0;
    }

    private static Duration fraction(Duration whole, double chance) {
      return Duration.ofNanos((long) (SaturatedNanos.of(whole) * chance));
    }
  }

  /**
   * Fixed delays, which are used in order; further attempts use the last one. A longer wait that
   * the provider asked for takes precedence.
   */
  record Exact(List<Duration> delays) implements Backoff {
    /** Fails for no delay at all, and for negative ones. */
    public Exact {
      delays = List.copyOf(delays);
      if (delays.isEmpty()) {
        throw new IllegalArgumentException("at least one delay is needed");
      }
      delays.forEach(delay -> requireNotNegative("delay", delay));
    }

    @Override
    public Duration delay(int attempt, Optional<Duration> retryAfter, double chance) {
      Duration delay = delays.get(Math.min(attempt, delays.size()) - 1);
      return retryAfter.filter(wait -> wait.compareTo(delay) > 0).orElse(delay);
    }
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }
}
