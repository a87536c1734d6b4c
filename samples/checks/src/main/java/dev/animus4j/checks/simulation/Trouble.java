package dev.animus4j.checks.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What there is in some worlds, and not in others, so that one thing does not hide the other. The
 * system property {@code simulation.without} names what shall be nowhere, separated by commas.
 */
enum Trouble {
  /** Somebody judges what is said and drawn. */
  GUARDRAIL(35),
  /** As much is remembered as a counter allows. */
  TOKENS(40),
  /** What is left out of a window is summed up. */
  SUMMARIES(30),
  /** Stores do not answer. */
  HANGING_STORES(30),
  /** Pictures that users have shown are gone. */
  LOST_PICTURES(30),
  /** Others listen on the bus. */
  BUS_LISTENERS(40),
  /** Code of others throws errors. */
  ERRORS(25),
  /** So does the source of chance. */
  NO_CHANCE(10);

  private final int percent;

  Trouble(int percent) {
    this.percent = percent;
  }

  static Set<Trouble> of(Chance chance) {
    List<String> without = List.of(System.getProperty("simulation.without", "").split(",", -1));
    Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
    for (Trouble trouble : values()) {
      if (chance.percent(trouble.percent) && !without.contains(trouble.name())) {
        troubles.add(trouble);
      }
    }
    return troubles;
  }
}
