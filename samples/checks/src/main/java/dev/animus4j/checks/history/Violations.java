package dev.animus4j.checks.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What does not hold. */
final class Violations {
  private final List<String> found = new ArrayList<>();
  private final String where;

  /** None so far; {@code where} is the beginning of each. */
  Violations(String where) {
    this.where = where;
  }

  void addUnless(boolean holds, String violation, @Nullable Object... figures) {
    if (!holds) {
      found.add(where + ": " + violation.formatted(figures));
    }
  }

  List<String> all() {
    return found;
  }
}
