package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Role of the author of a {@link Message}. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name on the wire: in lower case. */
  @JsonValue
  public String wireName() {
    return wireName;
  }
}
