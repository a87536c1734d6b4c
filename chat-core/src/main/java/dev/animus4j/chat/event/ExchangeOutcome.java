package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Outcome of an exchange. */
public enum ExchangeOutcome {
  /** The reply was delivered completely; an image may have failed. */
  @JsonProperty("completed")
  COMPLETED,
  /** The model, or the history, failed. */
  @JsonProperty("failed")
  FAILED,
  /** Part of the reply was dropped because the user sent another message or stopped it. */
  @JsonProperty("interrupted")
  INTERRUPTED
}
