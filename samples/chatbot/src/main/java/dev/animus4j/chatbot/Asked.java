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

/** The body of a request, a JSON object. What is not as it should be is said so. */
record Asked(JsonObject json) {
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]");

  static Asked in(RoutingContext request) {
    return new Asked(
        object(request.body().buffer()).orElseThrow(() -> invalid("The body is a JSON object.")));
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

  /** Text that must be there. */
  String text(String field, int longest) {
    return optional(field, longest)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> invalid("There has to be text in '" + field + "'."));
  }

  Optional<String> optional(String field, int longest) {
    Object value = json.getValue(field);
    if (value != null && !(value instanceof String)) {
      throw invalid("'" + field + "' is text.");
    }
    if (value instanceof String text && text.length() > longest) {
      throw invalid("'" + field + "' has at most " + longest + " characters.");
    }
    return Optional.ofNullable((String) value).map(Asked::wellFormed);
  }

  /** No half of a character, which not all take, and nothing that nobody can see or type. */
  private static String wellFormed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_16);
    return UNSEEN.matcher(new String(bytes, StandardCharsets.UTF_16)).replaceAll("");
  }

  List<String> list(String field, int most) {
    Object value = json.getValue(field, new JsonArray());
    if (!(value instanceof JsonArray list) || !list.stream().allMatch(String.class::isInstance)) {
      throw invalid("'" + field + "' is a list of texts.");
    }
    if (list.size() > most) {
      throw invalid("'" + field + "' has at most " + most + " elements.");
    }
    return list.stream().map(String.class::cast).toList();
  }

  private static Problem invalid(String message) {
    return new Problem(400, "invalidRequest", message);
  }
}
