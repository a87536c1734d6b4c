package dev.animus4j.chat;

import dev.animus4j.failure.FaultIsolation;
import java.util.random.RandomGenerator;

/** Isolates a caller's random generator: what it throws fails the call that needs a number. */
record FaultIsolatedRandom(RandomGenerator random) implements RandomGenerator {
  @Override
  public long nextLong() {
    return FaultIsolation.call(random::nextLong);
  }

  @Override
  public int nextInt() {
    return FaultIsolation.call(random::nextInt);
  }

  @Override
  public int nextInt(int bound) {
    return FaultIsolation.call(() -> random.nextInt(bound));
  }

  @Override
  public int nextInt(int origin, int bound) {
    return FaultIsolation.call(() -> random.nextInt(origin, bound));
  }

  @Override
  public double nextDouble() {
    return FaultIsolation.call(random::nextDouble);
  }
}
