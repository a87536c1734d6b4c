package dev.animus4j.benchmarks;

/** One of those compared. It has a constructor without parameters, and a JVM of its own. */
@FunctionalInterface
public interface Driver {

  /**
   * How it does this work, with everything it needs set up; called once for each work.
   *
   * @throws UnsupportedOperationException when it cannot
   */
  Op of(Work work, Target provider) throws Exception;
}
