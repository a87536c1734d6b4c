/** LangChain4j at work. */
@NullMarked
package dev.animus4j.benchmarks.langchain4j;

import org.jspecify.annotations.NullMarked;
