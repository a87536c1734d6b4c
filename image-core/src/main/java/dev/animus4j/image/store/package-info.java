/**
 * Stores for the bytes of images: {@link dev.animus4j.image.store.ImageStore}, in files or in
 * memory, with a retention for the files.
 */
@NullMarked
package dev.animus4j.image.store;

import org.jspecify.annotations.NullMarked;
