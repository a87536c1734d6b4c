package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;

/**
 * Choice of whether, and which, tool a model must call.
 *
 * @param mode {@code none}, {@code auto}, {@code required}, or the name of a function
 * @param named whether {@code mode} is the name of a function
 */
public record ToolChoice(String mode, boolean named) {

  /** The model decides. */
  public static final ToolChoice AUTO = new ToolChoice("auto", false);

  /** No tool may be called. */
  public static final ToolChoice NONE = new ToolChoice("none", false);

  /** Some tool must be called. */
  public static final ToolChoice REQUIRED = new ToolChoice("required", false);

  /** This tool must be called. */
  public static ToolChoice of(String function) {
    return new ToolChoice(function, true);
  }

  @JsonValue
  Object wire() {
    return named ? Map.of("type", "function", "function", Map.of("name", mode)) : mode;
  }
}
