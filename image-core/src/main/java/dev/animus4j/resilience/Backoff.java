package dev.animus4j.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long {@link Retry} waits before it repeats a call. */
public sealed interface Backoff {

  /**
   * The wait after a failed attempt, never less than the provider asked for.
   *
   * @param attempt which one failed, from 1
   * @param asked how long the provider asked to be left alone
   * @param chance at least 0, less than 1
   */
  Duration after(int attempt, Optional<Duration> asked, double chance);

  /**
   * A random time up to a bound that doubles with every attempt ("full jitter"); what the provider
   * asked for gets a random part of {@code base} on top.
   *
   * @param base the bound of the first wait
   * @param most the bound that no wait exceeds, unless the provider asked for more
   */
  record Jittered(Duration base, Duration most) implements Backoff {
    /** Fails for negative times. */
    public Jittered {
      notNegative("base", base);
      notNegative("most", most);
    }

    @Override
    public Duration after(int attempt, Optional<Duration> asked, double chance) {
      return asked
          .map(wait -> isEndless(wait) ? wait : wait.plus(part(base, chance)))
          .orElseGet(() -> part(bound(attempt), chance));
    }

    /** min(most, base · 2^(attempt-1)), without overflow. */
    private Duration bound(int attempt) {
      int doublings = Math.min(attempt - 1, 30);
      Duration last = most.dividedBy(1L << doublings);
      return base.compareTo(last) > 0 ? most : base.multipliedBy(1L << doublings);
    }

    private static boolean isEndless(Duration wait) {
      return wait.compareTo(Duration.ofNanos(Nanos.ENDLESS)) > 0;
    }

    private static Duration part(Duration whole, double chance) {
      return Duration.ofNanos((long) (Nanos.of(whole) * chance));
    }
  }

  /**
   * These times one after the other, the last one again from then on. When the provider asked for
   * more, that.
   */
  record Exact(List<Duration> delays) implements Backoff {
    /** Fails for no delay at all, and for negative ones. */
    public Exact {
      delays = List.copyOf(delays);
      if (delays.isEmpty()) {
        throw new IllegalArgumentException("at least one delay is needed");
      }
      delays.forEach(delay -> notNegative("delay", delay));
    }

    @Override
    public Duration after(int attempt, Optional<Duration> asked, double chance) {
      Duration delay = delays.get(Math.min(attempt, delays.size()) - 1);
      return asked.filter(wait -> wait.compareTo(delay) > 0).orElse(delay);
    }
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }
}
