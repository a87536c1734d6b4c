/**
 * Failures, by kinds that differ in what the caller can do, and the isolation of foreign code that
 * throws.
 */
@NullMarked
package dev.animus4j.failure;

import org.jspecify.annotations.NullMarked;
