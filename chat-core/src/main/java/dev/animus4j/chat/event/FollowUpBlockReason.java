package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Reason why a follow-up is not allowed. */
public enum FollowUpBlockReason {
  /** An image was attempted, successfully or not; a follow-up might promise the next one. */
  @JsonProperty("image")
  IMAGE,
  /** The maximum number of follow-ups is reached. */
  @JsonProperty("limit")
  LIMIT,
  /** There is no history that a follow-up could continue. */
  @JsonProperty("noHistory")
  NO_HISTORY,
  /** The user sent another message or stopped the exchange. */
  @JsonProperty("interrupted")
  INTERRUPTED
}
