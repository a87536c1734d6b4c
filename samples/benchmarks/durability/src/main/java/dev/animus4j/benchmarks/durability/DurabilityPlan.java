package dev.animus4j.benchmarks.durability;

import java.util.Arrays;
import java.util.List;

/**
 * What is run.
 *
 * @param before class path of an earlier state of the SDK; empty for none
 */
record DurabilityPlan(List<String> parts, int rounds, String before) {
  private static final List<String> PARTS = List.of("steps", "losses", "sends", "growth");
  private static final int ROUNDS = 3;

  static DurabilityPlan of(String... arguments) {
    List<String> parts = Arrays.stream(arguments).filter(PARTS::contains).toList();
    String rounds = option("rounds=", arguments);
    return new DurabilityPlan(
        parts.isEmpty() ? PARTS : parts,
        rounds.isEmpty() ? ROUNDS : Integer.parseInt(rounds),
        option("before=", arguments));
  }

  private static String option(String name, String... arguments) {
    return Arrays.stream(arguments)
        .filter(it -> it.startsWith(name))
        .map(it -> it.substring(name.length()))
        .findFirst()
        .orElse("");
  }
}
