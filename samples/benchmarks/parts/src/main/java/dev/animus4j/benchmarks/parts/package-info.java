/** Benchmarks of the parts of Animus4J within a process. */
@NullMarked
package dev.animus4j.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
