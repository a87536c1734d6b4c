package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a message came about. */
public enum MessageType {
  /** It answers the user. */
  @JsonProperty("regular")
  REGULAR,
  /** It is one turn of an answer. */
  @JsonProperty("auto")
  AUTO,
  /** The model went on by itself. */
  @JsonProperty("followup")
  FOLLOW_UP
}
