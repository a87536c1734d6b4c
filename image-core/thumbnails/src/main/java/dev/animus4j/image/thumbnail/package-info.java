/** Thumbnails of stored images: {@link dev.animus4j.image.thumbnail.Thumbnails}. */
@NullMarked
package dev.animus4j.image.thumbnail;

import org.jspecify.annotations.NullMarked;
