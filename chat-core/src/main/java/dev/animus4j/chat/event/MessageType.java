package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Type of a message; the names are those of the Animus SDK. */
public enum MessageType {
  /** A reply to the user. */
  @JsonProperty("regular")
  REGULAR,
  /** One turn of a reply. */
  @JsonProperty("auto")
  AUTO,
  /** A follow-up of the model. */
  @JsonProperty("followup")
  FOLLOW_UP
}
