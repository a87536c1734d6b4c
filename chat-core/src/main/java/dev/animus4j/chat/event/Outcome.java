package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an exchange ended. */
public enum Outcome {
  /** All that was to be said was said; a picture may have failed. */
  @JsonProperty("completed")
  COMPLETED,
  /** The model, or the history, failed. */
  @JsonProperty("failed")
  FAILED,
  /** Something was dropped because the user spoke again or stopped it. */
  @JsonProperty("interrupted")
  INTERRUPTED
}
