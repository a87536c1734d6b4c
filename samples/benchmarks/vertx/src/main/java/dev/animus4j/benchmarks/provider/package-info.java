/** Provider of the OpenAI and Gemini protocols, as fast as possible, from prepared bytes. */
@NullMarked
package dev.animus4j.benchmarks.provider;

import org.jspecify.annotations.NullMarked;
