package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A function a model may ask to be called.
 *
 * @param name at most 64 of {@code [a-zA-Z0-9_-]}
 * @param description tells the model when to use it
 * @param parameters a JSON Schema of its arguments; sent in this order
 */
public record Tool(String name, String description, Map<String, Object> parameters) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  public Tool {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a tool's name is 1 to 64 of a-z A-Z 0-9 _ -: " + name);
    }
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  @JsonValue
  Wire wire() {
    return new Wire("function", new Function(name, description, parameters));
  }

  record Wire(String type, Function function) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Function(String name, String description, Map<String, Object> parameters) {}
}
