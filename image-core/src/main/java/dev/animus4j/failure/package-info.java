/** Failures, told apart by what the caller can do about them. */
@NullMarked
package dev.animus4j.failure;

import org.jspecify.annotations.NullMarked;
