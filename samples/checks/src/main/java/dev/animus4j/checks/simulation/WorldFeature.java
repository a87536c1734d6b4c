package dev.animus4j.checks.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Features of some worlds, and not of others, so that one does not hide the other. The system
 * property {@code simulation.without} names those to disable, separated by commas.
 */
enum WorldFeature {
  /** A guardrail moderates messages and image prompts. */
  GUARDRAIL(35),
  /** The window is limited by a token counter. */
  TOKENS(40),
  /** Messages outside the window are summarised. */
  SUMMARIES(30),
  /** Stores hang. */
  HANGING_STORES(30),
  /** Attached images are lost. */
  LOST_PICTURES(30),
  /** Others subscribe on the bus. */
  BUS_LISTENERS(40),
  /** Application code throws errors. */
  ERRORS(25),
  /** The random generator throws. */
  NO_CHANCE(10);

  private final int percent;

  WorldFeature(int percent) {
    this.percent = percent;
  }

  static Set<WorldFeature> random(RandomChoices randomChoices) {
    List<String> without = List.of(System.getProperty("simulation.without", "").split(",", -1));
    Set<WorldFeature> troubles = EnumSet.noneOf(WorldFeature.class);
    for (WorldFeature worldFeature : values()) {
      if (randomChoices.percent(worldFeature.percent) && !without.contains(worldFeature.name())) {
        troubles.add(worldFeature);
      }
    }
    return troubles;
  }
}
