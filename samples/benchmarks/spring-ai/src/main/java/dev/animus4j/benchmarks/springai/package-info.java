/** Driver of Spring AI. */
@NullMarked
package dev.animus4j.benchmarks.springai;

import org.jspecify.annotations.NullMarked;
