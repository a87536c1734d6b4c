/** Drivers of Animus4J. */
@NullMarked
package dev.animus4j.benchmarks.sdk;

import org.jspecify.annotations.NullMarked;
