package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A function the model wants called. In JSON it has the shape every provider of the OpenAI dialect
 * uses: {@code {id, type: "function", function: {name, arguments}}}.
 *
 * @param id to be repeated in the {@link Role#TOOL} message that answers it
 * @param name of the function
 * @param arguments JSON as the model wrote it: not necessarily valid
 */
public record ToolCall(String id, String name, String arguments) {

  @JsonCreator
  static ToolCall of(Wire wire) {
    return new ToolCall(wire.id, wire.function.name, wire.function.arguments);
  }

  @JsonValue
  Wire wire() {
    return new Wire(id, "function", new Function(name, arguments));
  }

  record Wire(String id, String type, Function function) {}

  record Function(String name, String arguments) {}
}
