package dev.animus4j.resilience;

import java.time.Duration;

/**
 * What {@link Guards} let through.
 *
 * @param atOnce how many calls may run at the same time
 * @param calls how many may begin within {@code per}, in whatever such span; {@link
 *     Integer#MAX_VALUE} for no limit
 * @param per the span of {@code calls}
 * @param failing the percentage of failed calls from which on the provider is left alone
 * @param outOf of how many calls, the last ones, that percentage is taken; with fewer there is
 *     none. At most 100,000: each is remembered
 * @param pause how long a failing provider is left alone before one call tries it again
 */
public record Limits(int atOnce, int calls, Duration per, int failing, int outOf, Duration pause) {
  private static final int MOST_REMEMBERED = 100_000;

  /** Fails for values that would let nothing through, or make no sense. */
  public Limits {
    positive("atOnce", atOnce);
    positive("calls", calls);
    positive("per", per);
    positive("failing", failing);
    positive("outOf", outOf);
    positive("pause", pause);
    if (failing > 100) {
      throw new IllegalArgumentException("failing is a percentage, but is " + failing);
    }
    if (outOf > MOST_REMEMBERED) {
      throw new IllegalArgumentException(
          "outOf must be " + MOST_REMEMBERED + " at most, but is " + outOf);
    }
  }

  /** For pictures: ten at once, at any rate, and a pause of 30 s when ten of twenty failed. */
  public static Limits images() {
    Duration second = Duration.ofSeconds(1);
    return new Limits(10, Integer.MAX_VALUE, second, 50, 20, Duration.ofSeconds(30));
  }

  /** The same with so many calls at the same time. */
  public Limits atOnce(int atOnce) {
    return new Limits(atOnce, calls, per, failing, outOf, pause);
  }

  /** The same with so many calls begun within such a time. */
  public Limits rate(int calls, Duration per) {
    return new Limits(atOnce, calls, per, failing, outOf, pause);
  }

  /** The same with a pause when {@code failing} percent of the last {@code outOf} calls failed. */
  public Limits pausing(int failing, int outOf, Duration pause) {
    return new Limits(atOnce, calls, per, failing, outOf, pause);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }
}
