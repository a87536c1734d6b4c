/**
 * Pictures: {@link dev.animus4j.image.ImageModel} makes them, {@link dev.animus4j.image.ImageStore}
 * keeps their bytes, and everything else holds an {@link dev.animus4j.image.Image}, which is a
 * reference.
 */
@NullMarked
package dev.animus4j.image;

import org.jspecify.annotations.NullMarked;
