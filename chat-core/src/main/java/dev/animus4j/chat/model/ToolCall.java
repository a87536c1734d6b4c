package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.util.Objects;

/**
 * Call of a function requested by the model. Its JSON has the shape every OpenAI-compatible
 * provider uses: {@code {id, type: "function", function: {name, arguments}}}.
 *
 * @param id repeated in the {@link Role#TOOL} message with its result
 * @param name of the function
 * @param arguments JSON as the model wrote it: not necessarily valid
 */
public record ToolCall(String id, String name, String arguments) {

  @JsonCreator
  static ToolCall of(Wire wire) {
    return new ToolCall(
        Objects.requireNonNull(wire.id, "id"),
        Objects.requireNonNull(wire.function.name, "name"),
        Objects.requireNonNull(wire.function.arguments, "arguments"));
  }

  /**
   * The arguments as a value of this type, a record or whatever Jackson can read; fields it does
   * not know are skipped. Components of a record must be there, unless they are {@link
   * java.util.Optional} or annotated as {@code @Nullable}.
   *
   * @throws AnimusException.InvalidRequest if they do not fit. A function need not catch it: the
   *     message, which names the field, is sent to the model, which may correct the call
   */
  public <T> T argumentsAs(Class<T> type) {
    LenientJson json = LenientJson.of(withValidArguments().arguments);
    return RecordJson.read(
        json.json(), type, what -> invalidRequest("the arguments do not fit: " + what));
  }

  /** This call with its arguments reduced to the JSON object; fails if there is none. */
  ToolCall withValidArguments() {
    LenientJson json = LenientJson.of(arguments.isBlank() ? "{}" : arguments);
    if (!json.isObject()) {
      throw invalidRequest("the arguments are no JSON object");
    }
    return new ToolCall(id, name, json.toString());
  }

  /** This call as sent back to providers: some reject arguments that are not a JSON object. */
  ToolCall withWireArguments() {
    LenientJson json = LenientJson.of(arguments.isBlank() ? "{}" : arguments);
    LenientJson sent = json.isObject() ? json : LenientJson.ofField("arguments", arguments);
    return new ToolCall(id, name, sent.toString());
  }

  ToolCall withId(String id) {
    return new ToolCall(id, name, arguments);
  }

  private AnimusException invalidRequest(String what) {
    return new AnimusException.InvalidRequest(FailureOrigin.of("animus4j"), name + ": " + what);
  }

  @JsonValue
  Wire wire() {
    return new Wire(id, "function", new Function(name, arguments));
  }

  record Wire(String id, String type, Function function) {}

  record Function(String name, String arguments) {}
}
