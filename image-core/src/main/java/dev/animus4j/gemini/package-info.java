/**
 * Client of the Gemini API that chat and images share: requests, responses, and the mapping of
 * errors and of refusals, which come as HTTP 200, to failures.
 *
 * <p>Names of models, fields and reasons change monthly and without notice. So model names are
 * passed through unchanged, and unknown reasons count as {@code OTHER}.
 */
@NullMarked
package dev.animus4j.gemini;

import org.jspecify.annotations.NullMarked;
