package dev.animus4j.checks;

import java.time.Duration;
import java.util.List;

/** A claim about the SDK that takes more than a test to prove. */
interface Check {

  /** By what it is called. */
  String name();

  /** What it proves, in one line. */
  String claim();

  /** Options of the JVM in which it has to hold. */
  List<String> jvm();

  /**
   * After how long it hangs, or the machine does: several times what it takes when nothing else
   * runs.
   */
  Duration limit();

  /**
   * Proves it.
   *
   * @return the figures, in one line
   * @throws AssertionError saying what does not hold
   */
  String prove() throws Exception;

  /** Ends the proof if {@code holds} is false. */
  static void that(boolean holds, String claim, Object... figures) {
    if (!holds) {
      throw new AssertionError(claim.formatted(figures));
    }
  }
}
