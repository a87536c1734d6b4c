/**
 * The Gemini API as far as chat and pictures share it: how it is asked, what its answers look like,
 * and what its errors and its refusals, which come as HTTP 200, mean.
 *
 * <p>Names of models, fields and reasons change monthly and without notice. So models are passed
 * through as they are named, and reasons that are not known count as {@code OTHER}.
 */
@NullMarked
package dev.animus4j.gemini;

import org.jspecify.annotations.NullMarked;
