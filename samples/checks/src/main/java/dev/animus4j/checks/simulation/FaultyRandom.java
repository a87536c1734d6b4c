package dev.animus4j.checks.simulation;

import java.util.random.RandomGenerator;

/** Random generator of the client; it may throw. */
record FaultyRandom(SimulatedWorld world) implements RandomGenerator {

  @Override
  public long nextLong() {
    world.injectedErrors().maybeThrowOnRandom();
    return world.random().random().nextLong();
  }
}
