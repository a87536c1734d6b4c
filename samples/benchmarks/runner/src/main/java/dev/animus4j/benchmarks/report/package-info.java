/** Runs the drivers in turn, and reports how they compare. */
@NullMarked
package dev.animus4j.benchmarks.report;

import org.jspecify.annotations.NullMarked;
