/** Driver of OpenAI's client. */
@NullMarked
package dev.animus4j.benchmarks.openai;

import org.jspecify.annotations.NullMarked;
