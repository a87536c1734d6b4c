/** Image model of Gemini, which changes its images by continuing their conversation. */
@NullMarked
package dev.animus4j.image.provider.gemini;

import org.jspecify.annotations.NullMarked;
