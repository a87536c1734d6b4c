package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;

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

  /**
   * The arguments as a value of this type, a record or whatever Jackson can read; fields it does
   * not know are skipped.
   *
   * @throws AnimusException.InvalidRequest if they are of another shape. A function may let that
   *     pass: then the model is told, and may correct itself
   */
  public <T> T as(Class<T> type) {
    try {
      return JsonText.of(checked().arguments).as(type);
    } catch (JsonProcessingException other) {
      throw wrong("the arguments do not fit: " + other.getOriginalMessage());
    }
  }

  /** This call, its arguments a JSON object without anything around it. */
  ToolCall checked() {
    JsonText json = JsonText.of(arguments.isBlank() ? "{}" : arguments);
    if (!json.isObject()) {
      throw wrong("the arguments are no JSON object");
    }
    return new ToolCall(id, name, json.toString());
  }

  /** This call as providers take it back: some refuse arguments that are no JSON object. */
  ToolCall sendable() {
    JsonText json = JsonText.of(arguments.isBlank() ? "{}" : arguments);
    JsonText sent = json.isObject() ? json : JsonText.with("arguments", arguments);
    return new ToolCall(id, name, sent.toString());
  }

  ToolCall id(String id) {
    return new ToolCall(id, name, arguments);
  }

  private AnimusException wrong(String what) {
    return new AnimusException.InvalidRequest(Origin.of("animus4j"), name + ": " + what);
  }

  @JsonValue
  Wire wire() {
    return new Wire(id, "function", new Function(name, arguments));
  }

  record Wire(String id, String type, Function function) {}

  record Function(String name, String arguments) {}
}
