/** Accumulation of streamed text. */
@NullMarked
package dev.animus4j.chat.text;

import org.jspecify.annotations.NullMarked;
