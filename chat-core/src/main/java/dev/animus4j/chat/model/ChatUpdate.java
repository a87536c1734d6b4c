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
   *
   * @param silent whether nothing more may come before the response is complete, even if it is
   *     streamed: its model generates images, or does not stream. Only the time for the whole
   *     response limits it then
   */
  record KeepAlive(boolean silent) implements ChatUpdate {
    /** A sign of life, of which more may be expected. */
    public KeepAlive() {
      this(false);
    }

    /** The sign that the model may be silent until the response is complete. */
    public static KeepAlive ofSilence() {
      return new KeepAlive(true);
    }
  }

  /** A failed attempt that will be retried, perhaps with another model. */
  record AttemptFailed(Retry.Attempt attempt) implements ChatUpdate {}

  /** Whether it is part of the reply, so that no other attempt may follow it. */
  default boolean isDelivered() {
    return !(this instanceof AttemptFailed
        || this instanceof ReasoningDelta
        || this instanceof KeepAlive);
  }
}
