package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tool that a model may call. If it has a function, that is called and its result sent to the
 * model, see {@link ChatModel#withToolCalls}; if not, the caller handles the call, which is in
 * {@link ChatResponse#toolCalls()}.
 *
 * @param name 1 to 64 of {@code [a-zA-Z0-9_-]}
 * @param description tells the model when to use it
 * @param parameters a JSON Schema of its arguments; sent in this order
 * @param function the implementation; never sent
 */
public record Tool(
    String name,
    String description,
    Map<String, Object> parameters,
    @Nullable ToolImplementation function) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  public Tool {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a tool's name is 1 to 64 of a-z A-Z 0-9 _ -: " + name);
    }
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** A tool without a function. */
  public Tool(String name, String description, Map<String, Object> parameters) {
    this(name, description, parameters, null);
  }

  /**
   * A tool without a function, whose parameters are given as JSON.
   *
   * @throws IllegalArgumentException if they are not a JSON object, or the name is invalid
   */
  public static Tool of(String name, String description, String parameters) {
    LenientJson schema = LenientJson.of(parameters);
    if (!schema.isObject()) {
      throw new IllegalArgumentException("the parameters of a tool are a JSON object: " + name);
    }
    return new Tool(name, description, schema.toMap());
  }

  /**
   * A tool whose function takes its arguments as a record; the JSON Schema of its parameters is
   * made from that. Components are required unless they are {@link java.util.Optional} or annotated
   * as {@code @Nullable}, and {@code @JsonPropertyDescription} describes them to the model. The
   * model is told in words when its arguments do not fit; the function is not called then.
   *
   * <p>Of the result, a text is sent as it is, anything else as JSON, and a {@link
   * io.reactivex.rxjava3.core.Single}, {@link java.util.concurrent.CompletionStage} or {@link
   * io.vertx.core.Future} once it is there. Otherwise as {@link ToolImplementation#call}: the
   * function must not block, and of its failures the model is told only the kind.
   *
   * @throws IllegalArgumentException if the arguments are no JSON object, or the name is invalid
   */
  public static <A> Tool of(
      String name, String description, Class<A> arguments, Function<? super A, ?> function) {
    LenientJson schema = new LenientJson(RecordSchema.ofObject(arguments));
    return new Tool(
        name, description, schema.toMap(), new TypedImplementation<>(arguments, function));
  }

  /** This tool with this function. */
  public Tool withFunction(ToolImplementation function) {
    return new Tool(name, description, parameters, function);
  }

  @JsonValue
  Wire wire() {
    return new Wire("function", new FunctionDeclaration(name, description, parameters));
  }

  record Wire(String type, FunctionDeclaration function) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record FunctionDeclaration(String name, String description, Map<String, Object> parameters) {}
}
