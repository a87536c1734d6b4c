package dev.animus4j.checks.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random choices of a world. */
record RandomChoices(RandomGenerator random) {

  static RandomChoices of(long seed) {
    return new RandomChoices(new SplittableRandom(seed));
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** True so many times in a hundred. */
  boolean percent(int times) {
    return random.nextInt(100) < times;
  }

  /** At least 0, at most this. */
  int upToInclusive(int maximum) {
    return random.nextInt(maximum + 1);
  }

  /** One of these, each equally likely. */
  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A random delay in milliseconds: mostly none, sometimes long. */
  long delay(long maximum) {
    return percent(60) ? 0 : percent(80) ? upToInclusive(900) : upToInclusive((int) maximum);
  }
}
