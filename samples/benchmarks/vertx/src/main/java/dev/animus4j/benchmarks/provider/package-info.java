/** A provider that speaks the wire of OpenAI and of Gemini as fast as it can, from ready bytes. */
@NullMarked
package dev.animus4j.benchmarks.provider;

import org.jspecify.annotations.NullMarked;
