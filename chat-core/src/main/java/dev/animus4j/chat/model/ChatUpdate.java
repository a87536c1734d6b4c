package dev.animus4j.chat.model;

import dev.animus4j.resilience.Retry;

/** Part of the stream of a model; the complete {@link ChatResponse} comes last. */
public sealed interface ChatUpdate
    permits ChatResponse, ChatUpdate.TextDelta, ChatUpdate.AttemptFailed, ToolRunUpdate {

  /** Next piece of the text; pieces that arrive together may be emitted as one. */
  record TextDelta(String text) implements ChatUpdate {}

  /** A failed attempt that will be retried, perhaps with another model. */
  record AttemptFailed(Retry.Attempt attempt) implements ChatUpdate {}
}
