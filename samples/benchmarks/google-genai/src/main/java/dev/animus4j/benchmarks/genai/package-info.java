/** Driver of Google's client. */
@NullMarked
package dev.animus4j.benchmarks.genai;

import org.jspecify.annotations.NullMarked;
