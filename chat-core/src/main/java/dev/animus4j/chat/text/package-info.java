/** Texts while they come. */
@NullMarked
package dev.animus4j.chat.text;

import org.jspecify.annotations.NullMarked;
