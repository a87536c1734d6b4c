package dev.animus4j.checks.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All the chance there is in a world. */
record Chance(RandomGenerator random) {

  static Chance of(long seed) {
    return new Chance(new SplittableRandom(seed));
  }

  /** True once in so many times. */
  boolean once(int times) {
    return random.nextInt(times) == 0;
  }

  /** True so many times in a hundred. */
  boolean percent(int times) {
    return random.nextInt(100) < times;
  }

  /** At least 0, at most this. */
  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  /** One of these, each as likely as any other. */
  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Milliseconds as one has to wait for things: mostly none, sometimes long. */
  long delay(long longest) {
    return percent(60) ? 0 : percent(80) ? upTo(900) : upTo((int) longest);
  }
}
