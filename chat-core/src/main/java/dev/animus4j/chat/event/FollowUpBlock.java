package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a model may not go on by itself. */
public enum FollowUpBlock {
  /** A picture was attempted, successfully or not; a follow-up might promise the next one. */
  @JsonProperty("image")
  IMAGE,
  /** It did so as often as it may. */
  @JsonProperty("limit")
  LIMIT,
  /** Nothing is remembered, so it would not know what it is going on about. */
  @JsonProperty("noHistory")
  NO_HISTORY,
  /** The user spoke again, or stopped it. */
  @JsonProperty("interrupted")
  INTERRUPTED
}
