package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Action of a guardrail on a content. */
public enum ModerationAction {
  /** The content was replaced by another. */
  @JsonProperty("replaced")
  REPLACED,
  /** The content was withheld. */
  @JsonProperty("withheld")
  WITHHELD,
  /** The content was withheld, and a message of the guardrail is delivered instead. */
  @JsonProperty("answered")
  ANSWERED
}
