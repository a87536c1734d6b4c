/** The client of Google at work. */
@NullMarked
package dev.animus4j.benchmarks.genai;

import org.jspecify.annotations.NullMarked;
