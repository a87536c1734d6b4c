package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
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
    return RecordJson.read(
        validArguments(), type, what -> invalidRequest("the arguments do not fit: " + what));
  }

  /**
   * Whether the arguments are a JSON object, or can be read as one: after an empty one, within a
   * string or a code fence, with raw line breaks. Without any they are an empty object.
   */
  public boolean hasValidArguments() {
    return ToolArguments.read(arguments).isObject();
  }

  /** This call with its arguments reduced to the JSON object; fails if there is none. */
  ToolCall withValidArguments() {
    return withArguments(validArguments().toString());
  }

  /**
   * This call in a form that every provider accepts: a name of {@code [a-zA-Z0-9_-]{1,64}}, and
   * arguments that are a JSON object, with the text of others as its only field.
   */
  public ToolCall portable() {
    JsonNode json = ToolArguments.read(arguments);
    String sent =
        json.isObject() ? json.toString() : LenientJson.ofField("arguments", arguments).toString();
    return new ToolCall(id, PortableName.of(name), sent, state);
  }

  /** Whether there are none, as of a call that was cut off before its first. */
  boolean hasNoArguments() {
    return ToolArguments.read(arguments).isEmpty();
  }

  private JsonNode validArguments() {
    JsonNode json = ToolArguments.read(arguments);
    if (!json.isObject()) {
      throw invalidRequest("the arguments are no JSON object");
    }
    return json;
  }

  /** This call as it was meant: of the tool of this name, with its arguments as JSON. */
  ToolCall normalize(String toolName) {
    boolean plain = LenientJson.isPlainObject(arguments) || !hasValidArguments();
    ToolCall named = name.equals(toolName) ? this : new ToolCall(id, toolName, arguments, state);
    return plain ? named : named.withValidArguments();
  }

  private ToolCall withArguments(String arguments) {
    return new ToolCall(id, name, arguments, state);
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
