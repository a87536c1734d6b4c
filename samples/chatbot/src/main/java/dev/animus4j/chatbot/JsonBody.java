package dev.animus4j.chatbot;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Body of a request, a JSON object. Invalid fields fail with a {@link Problem} that names them. */
record JsonBody(JsonObject json) {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]");

  static JsonBody read(RoutingContext request) {
    return new JsonBody(
        object(request.body().buffer())
            .orElseThrow(() -> invalidRequest("The body is a JSON object.")));
  }

  private static Optional<JsonObject> object(@Nullable Buffer body) {
    try {
      return body != null && body.toJsonValue() instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (DecodeException noJson) {
      return Optional.empty();
    }
  }

  /** Required text. */
  String text(String field, int maxLength) {
    return optional(field, maxLength)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> invalidRequest("There has to be text in '" + field + "'."));
  }

  Optional<String> optional(String field, int maxLength) {
    Object value = json.getValue(field);
    if (value != null && !(value instanceof String)) {
      throw invalidRequest("'" + field + "' is text.");
    }
    if (value instanceof String text && text.length() > maxLength) {
      throw invalidRequest("'" + field + "' has at most " + maxLength + " characters.");
    }
    return Optional.ofNullable((String) value).map(JsonBody::sanitize);
  }

  /** Removes unpaired surrogates and control characters. */
  private static String sanitize(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_16);
    return CONTROL.matcher(new String(bytes, StandardCharsets.UTF_16)).replaceAll("");
  }

  List<String> list(String field, int maxSize) {
    Object value = json.getValue(field, new JsonArray());
    if (!(value instanceof JsonArray list) || !list.stream().allMatch(String.class::isInstance)) {
      throw invalidRequest("'" + field + "' is a list of texts.");
    }
    if (list.size() > maxSize) {
      throw invalidRequest("'" + field + "' has at most " + maxSize + " elements.");
    }
    return list.stream().map(String.class::cast).toList();
  }

  private static Problem invalidRequest(String message) {
    return new Problem(400, "invalidRequest", message);
  }
}
