/** What a conversation remembers, and where it is kept. */
@NullMarked
package dev.animus4j.chat.history;

import org.jspecify.annotations.NullMarked;
