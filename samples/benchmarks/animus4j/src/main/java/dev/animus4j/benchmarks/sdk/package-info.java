/** Animus4J at work. */
@NullMarked
package dev.animus4j.benchmarks.sdk;

import org.jspecify.annotations.NullMarked;
