/** The client of OpenAI at work. */
@NullMarked
package dev.animus4j.benchmarks.openai;

import org.jspecify.annotations.NullMarked;
