package dev.animus4j.chat.model;

import dev.animus4j.resilience.Retry;

/** What a model tells while it answers; the whole {@link ChatReply} comes last. */
public sealed interface ChatPart
    permits ChatReply, ChatPart.Words, ChatPart.AttemptFailed, ToolPart {

  /** The next piece of the text; what arrives together may be told as one. */
  record Words(String text) implements ChatPart {}

  /** An attempt failed and will be repeated, perhaps with another model. */
  record AttemptFailed(Retry.Attempt attempt) implements ChatPart {}
}
