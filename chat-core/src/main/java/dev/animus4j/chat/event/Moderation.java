package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a guardrail did to something that was to be said or drawn. */
public enum Moderation {
  /** Something else was said instead. */
  @JsonProperty("replaced")
  REPLACED,
  /** It was not said. */
  @JsonProperty("withheld")
  WITHHELD
}
