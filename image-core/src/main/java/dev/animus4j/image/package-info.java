/**
 * Image generation: {@link dev.animus4j.image.ImageModel} generates images, {@link
 * dev.animus4j.image.store.ImageStore} stores their bytes, and everything else holds an {@link
 * dev.animus4j.image.Image}, which is a reference.
 */
@NullMarked
package dev.animus4j.image;

import org.jspecify.annotations.NullMarked;
