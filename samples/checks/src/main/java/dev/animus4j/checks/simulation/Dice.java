package dev.animus4j.checks.simulation;

import java.util.random.RandomGenerator;

/** The chance that the client is given; it may throw. */
record Dice(World world) implements RandomGenerator {

  @Override
  public long nextLong() {
    world.mishaps().perhapsNoChance();
    return world.chance().random().nextLong();
  }
}
