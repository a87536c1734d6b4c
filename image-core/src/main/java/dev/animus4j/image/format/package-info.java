/** Image formats, media types and dimensions, read from the first bytes of a file. */
@NullMarked
package dev.animus4j.image.format;

import org.jspecify.annotations.NullMarked;
