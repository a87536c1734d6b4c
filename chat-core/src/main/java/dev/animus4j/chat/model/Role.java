package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who says a {@link Message}. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name providers use: in lower case. */
  @JsonValue
  public String wireName() {
    return wireName;
  }
}
