/**
 * Common parts of the image models of all providers: downloads, input images and data URLs. Each
 * provider's protocol has a package of its own.
 */
@NullMarked
package dev.animus4j.image.provider;

import org.jspecify.annotations.NullMarked;
