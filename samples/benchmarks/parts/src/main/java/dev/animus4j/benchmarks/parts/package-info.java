/** What Animus4J does within a process, part by part. */
@NullMarked
package dev.animus4j.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
