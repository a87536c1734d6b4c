/**
 * Harness of the measured programs: a driver provides the operation of a work, a closed loop runs
 * it repeatedly at a given concurrency, a meter measures the resources.
 */
@NullMarked
package dev.animus4j.benchmarks;

import org.jspecify.annotations.NullMarked;
