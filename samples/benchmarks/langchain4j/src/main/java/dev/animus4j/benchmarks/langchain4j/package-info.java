/** Driver of LangChain4j. */
@NullMarked
package dev.animus4j.benchmarks.langchain4j;

import org.jspecify.annotations.NullMarked;
