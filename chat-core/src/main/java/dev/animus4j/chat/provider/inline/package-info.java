/**
 * Images that chat models put into their responses: within the text as data URLs, or beside it.
 * {@link dev.animus4j.chat.provider.inline.InlineImageFilter} takes them out of the text, {@link
 * dev.animus4j.chat.provider.inline.InlineImages} stores them.
 */
@NullMarked
package dev.animus4j.chat.provider.inline;

import org.jspecify.annotations.NullMarked;
