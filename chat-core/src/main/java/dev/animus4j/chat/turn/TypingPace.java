package dev.animus4j.chat.turn;

import dev.animus4j.resilience.DurationChecks;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Speed at which turns are typed.
 *
 * @param wordsPerMinute the mean speed, above 0
 * @param variation maximum relative deviation of the time for a turn from the mean, 0 to 1
 * @param shortest minimum time of a turn
 * @param longest maximum time of a turn
 */
public record TypingPace(
    double wordsPerMinute, double variation, Duration shortest, Duration longest) {

  /** 38 words per minute ± a fifth, between 1 and 4 seconds, as in the Animus SDK 1.21. */
  public static final TypingPace NATURAL =
      new TypingPace(38, 0.2, Duration.ofSeconds(1), Duration.ofSeconds(4));

  /** No delay. */
  public static final TypingPace INSTANT =
      new TypingPace(Double.MAX_VALUE, 0, Duration.ZERO, Duration.ZERO);

  public TypingPace {
    if (!(wordsPerMinute > 0)) {
      throw new IllegalArgumentException("wordsPerMinute is above 0: " + wordsPerMinute);
    }
    if (!(variation >= 0 && variation <= 1)) {
      throw new IllegalArgumentException("variation is between 0 and 1: " + variation);
    }
    shortest = DurationChecks.requireNotNegative("shortest", shortest);
    longest = DurationChecks.requireNotNegative("longest", longest);
    if (shortest.compareTo(longest) > 0) {
      throw new IllegalArgumentException("0 <= shortest <= longest: " + shortest + ", " + longest);
    }
  }

  Duration typingTime(String text, RandomGenerator random) {
    int words = text.strip().split("\\s+").length;
    double deviation = 1 + (2 * random.nextDouble() - 1) * variation;
    double millis = words / wordsPerMinute * 60_000 * deviation;
    long bounded = Math.round(Math.min(Math.max(millis, shortest.toMillis()), longest.toMillis()));
    return Duration.ofMillis(bounded);
  }
}
