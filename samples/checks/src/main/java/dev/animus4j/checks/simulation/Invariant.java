package dev.animus4j.checks.simulation;

import org.jspecify.annotations.Nullable;

/** Assertions of invariants. */
final class Invariant {
  private Invariant() {}

  static void holds(boolean holds, String rule, @Nullable Object... value) {
    if (!holds) {
      throw new AssertionError(rule.formatted(value));
    }
  }

  /** Requires a value. */
  static <T> T notNull(@Nullable T value, String what) {
    if (value == null) {
      throw new AssertionError(what + " is not known");
    }
    return value;
  }
}
