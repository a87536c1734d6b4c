package dev.animus4j.benchmarks;

/** Driver of one contender. It has a constructor without parameters, and a JVM of its own. */
@FunctionalInterface
public interface Driver {

  /**
   * The operation for this work, with everything it needs set up; called once for each work.
   *
   * @throws UnsupportedOperationException if it is not supported
   */
  Op of(Work work, Target provider) throws Exception;
}
