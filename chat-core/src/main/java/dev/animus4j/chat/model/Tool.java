package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** This tool with this function. */
  public Tool withFunction(ToolImplementation function) {
    return new Tool(name, description, parameters, function);
  }

  @JsonValue
  Wire wire() {
    return new Wire("function", new Function(name, description, parameters));
  }

  record Wire(String type, Function function) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Function(String name, String description, Map<String, Object> parameters) {}
}
