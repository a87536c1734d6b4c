package dev.animus4j.chat;

import dev.animus4j.failure.Isolation;
import java.util.random.RandomGenerator;

/** A generator of others: what it throws fails the call that wanted a number. */
record IsolatedRandom(RandomGenerator random) implements RandomGenerator {
  @Override
  public long nextLong() {
    return Isolation.call(random::nextLong);
  }

  @Override
  public int nextInt() {
    return Isolation.call(random::nextInt);
  }

  @Override
  public int nextInt(int bound) {
    return Isolation.call(() -> random.nextInt(bound));
  }

  @Override
  public int nextInt(int origin, int bound) {
    return Isolation.call(() -> random.nextInt(origin, bound));
  }

  @Override
  public double nextDouble() {
    return Isolation.call(random::nextDouble);
  }
}
