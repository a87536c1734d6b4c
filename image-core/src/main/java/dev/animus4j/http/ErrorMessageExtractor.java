package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Extracts the error message from the body of an error response. */
final class ErrorMessageExtractor {
  private static final Pattern TITLE = Pattern.compile("(?i)<title[^<>]{0,200}+>");
  private static final List<String> PLACES =
      List.of("/message", "/detail", "/error", "/error/message", "/error/detail");

  private ErrorMessageExtractor() {}

  /**
   * Looks at {@code message}, then {@code detail}, then {@code error} as a string or its {@code
   * message}; then FastAPI's {@code detail[0].msg}, and {@code errors[0]}, in the same order.
   */
  static @Nullable String of(@Nullable JsonNode body) {
    JsonNode node = unwrap(body);
    if (node.isTextual()) {
      return node.textValue();
    }
    for (String place : PLACES) {
      JsonNode text = node.at(place);
      if (text.isTextual() && !text.textValue().isBlank()) {
        return text.textValue();
      }
    }
    return firstInList(node);
  }

  /** Returns plain text as it is, of an HTML page its title. */
  static @Nullable String of(String mediaType, String body) {
    Matcher title = TITLE.matcher(body);
    if (title.find()) {
      int end = body.indexOf('<', title.end());
      return body.substring(title.end(), end < 0 ? body.length() : end);
    }
    boolean page = body.stripLeading().startsWith("<");
    return page || !mediaType.toLowerCase(Locale.ROOT).startsWith("text/") ? null : body;
  }

  static JsonNode errorNode(@Nullable JsonNode body) {
    JsonNode node = unwrap(body);
    return node.hasNonNull("error") ? node.get("error") : node;
  }

  private static @Nullable String firstInList(JsonNode node) {
    for (String place : List.of("/detail/0/msg", "/errors/0/message", "/errors/0", "/detail/msg")) {
      if (node.at(place).isTextual()) {
        return node.at(place).textValue();
      }
    }
    return null;
  }

  private static JsonNode unwrap(@Nullable JsonNode body) {
    if (body == null) {
      return MissingNode.getInstance();
    }
    return body.isArray() && !body.isEmpty() ? body.get(0) : body;
  }
}
