package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Call of a function requested by the model. Its JSON has the shape every OpenAI-compatible
 * provider uses: {@code {id, type: "function", function: {name, arguments}}}.
 *
 * @param id repeated in the {@link Role#TOOL} message with its result
 * @param name of the function
 * @param arguments JSON as the model wrote it: not necessarily valid
 * @param state what the provider that requested it wants back with it; null for nothing
 */
public record ToolCall(String id, String name, String arguments, @Nullable ProviderState state) {

  /** A call without provider state. */
  public ToolCall(String id, String name, String arguments) {
    this(id, name, arguments, null);
  }

  @JsonCreator
  static ToolCall of(Wire wire) {
    return new ToolCall(
        Objects.requireNonNull(wire.id, "id"),
        Objects.requireNonNull(wire.function.name, "name"),
        Objects.requireNonNull(wire.function.arguments, "arguments"),
        wire.state);
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
    return new ToolCall(id, name, json.toString(), state);
  }

  /**
   * This call in a form that every provider accepts: a name of {@code [a-zA-Z0-9_-]{1,64}}, and
   * arguments that are a JSON object, with the text of others as its only field.
   */
  public ToolCall portable() {
    LenientJson json = LenientJson.of(arguments.isBlank() ? "{}" : arguments);
    LenientJson sent = json.isObject() ? json : LenientJson.ofField("arguments", arguments);
    return new ToolCall(id, PortableName.of(name), sent.toString(), state);
  }

  ToolCall withId(String id) {
    return new ToolCall(id, name, arguments, state);
  }

  /** This call with this state of its provider. */
  public ToolCall withState(@Nullable ProviderState state) {
    return new ToolCall(id, name, arguments, state);
  }

  private AnimusException invalidRequest(String what) {
    return new AnimusException.InvalidRequest(FailureOrigin.of("animus4j"), name + ": " + what);
  }

  @JsonValue
  Wire wire() {
    return new Wire(id, "function", new Function(name, arguments), state);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Wire(String id, String type, Function function, @Nullable ProviderState state) {}

  record Function(String name, String arguments) {}
}
