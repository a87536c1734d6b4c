/** What it costs that conversations outlive the process, and what of them does. */
@NullMarked
package dev.animus4j.benchmarks.durability;

import org.jspecify.annotations.NullMarked;
