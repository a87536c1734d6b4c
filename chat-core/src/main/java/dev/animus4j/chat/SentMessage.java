package dev.animus4j.chat;

import dev.animus4j.chat.model.Message;
import org.jspecify.annotations.Nullable;

/**
 * Message as it was sent.
 *
 * @param id under which it is answered once; null if it was sent without one
 * @param mayBeKnown whether it may have been answered before
 */
record SentMessage(Message message, @Nullable String id, boolean mayBeKnown) {

  SentMessage(Message message, @Nullable String id) {
    this(message, id, id != null);
  }

  /** The same, sent for the first time, with this id if it has none. */
  SentMessage withId(String own) {
    return id == null ? new SentMessage(message, own, false) : this;
  }

  /** The same, sent again. */
  SentMessage repeated() {
    return new SentMessage(message, id, true);
  }
}
