package dev.animus4j.chat.model;

import dev.animus4j.resilience.Retry;

/** Part of the stream of a model; the complete {@link ChatResponse} comes last. */
public sealed interface ChatUpdate
    permits ChatResponse,
        ChatUpdate.TextDelta,
        ChatUpdate.ReasoningDelta,
        ChatUpdate.KeepAlive,
        ChatUpdate.AttemptFailed,
        ToolRunUpdate {

  /** Next piece of the text; pieces that arrive together may be emitted as one. */
  record TextDelta(String text) implements ChatUpdate {}

  /**
   * Next piece of the reasoning, which precedes the text. A failed attempt may have emitted some:
   * that of the next attempt begins anew, after {@link AttemptFailed}.
   */
  record ReasoningDelta(String text) implements ChatUpdate {}

  /**
   * Sign of life of a model that has nothing to tell yet: a part of a tool call, or what a server
   * sends to keep the connection alive. To be ignored, except by limits of time.
   */
  record KeepAlive() implements ChatUpdate {}

  /** A failed attempt that will be retried, perhaps with another model. */
  record AttemptFailed(Retry.Attempt attempt) implements ChatUpdate {}

  /** Whether it is part of the reply, so that no other attempt may follow it. */
  default boolean isDelivered() {
    return !(this instanceof AttemptFailed
        || this instanceof ReasoningDelta
        || this instanceof KeepAlive);
  }
}
