package dev.animus4j.checks;

import java.time.Duration;
import java.util.List;

/** Check of a claim about the SDK that takes more than a test. */
interface Check {

  /** The name on the command line. */
  String name();

  /** The claim, in one line. */
  String claim();

  /** The JVM options under which it has to hold. */
  List<String> jvm();

  /** The time limit: several times what the check takes when nothing else runs. */
  Duration limit();

  /**
   * Runs the check.
   *
   * @return the figures, in one line
   * @throws AssertionError naming what does not hold
   */
  String prove() throws Exception;

  /** Fails if {@code holds} is false. */
  static void require(boolean holds, String claim, Object... figures) {
    if (!holds) {
      throw new AssertionError(claim.formatted(figures));
    }
  }
}
