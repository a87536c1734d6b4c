/**
 * The model that answers: {@link dev.animus4j.chat.model.ChatModel}, what it is asked, and what it
 * says; and how promised pictures are detected in any of them. Values and one seam; nothing here
 * knows HTTP or a provider.
 */
@NullMarked
package dev.animus4j.chat.model;

import org.jspecify.annotations.NullMarked;
