package dev.animus4j.checks.simulation;

import org.jspecify.annotations.Nullable;

/** What must hold. */
final class Rule {
  private Rule() {}

  static void that(boolean holds, String rule, @Nullable Object... found) {
    if (!holds) {
      throw new AssertionError(rule.formatted(found));
    }
  }

  /** What must be there. */
  static <T> T known(@Nullable T found, String what) {
    if (found == null) {
      throw new AssertionError(what + " is not known");
    }
    return found;
  }
}
