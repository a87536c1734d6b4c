/**
 * Reader for JSON with images in base64, which are decoded and stored while they arrive. No image
 * is in memory as a whole.
 */
@NullMarked
package dev.animus4j.image.provider.json;

import org.jspecify.annotations.NullMarked;
