package dev.animus4j.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Errors within errors, as routers relay them: in a field of the outer one, as JSON in a text, or
 * quoted in a message.
 */
final class ErrorLayers {
  private static final int MAX_DEPTH = 8;

  /** Where an error holds the one that it wraps. */
  private static final List<String> PLACES =
      List.of(
          "/error",
          "/metadata/raw",
          "/innererror",
          "/inner_error",
          "/upstream_error",
          "/detail/error",
          "/detail",
          "/errors/0",
          "/response/error",
          "/message");

  /** What an error has at least one of, unlike other objects in messages. */
  private static final List<String> FIELDS =
      List.of("error", "errors", "message", "code", "type", "detail", "status", "msg");

  /** Python's names, in messages that quote its dictionaries. */
  private static final Pattern PYTHON =
      Pattern.compile("(?<=[:,\\[] )(?:(None)|(True)|(False))\\b");

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  private ErrorLayers() {}

  /** Returns the errors, the innermost first; the last is the body itself. */
  static Deque<JsonNode> of(@Nullable JsonNode body) {
    Deque<JsonNode> layers = new ArrayDeque<>();
    for (JsonNode next = unwrap(body); next != null && layers.size() < MAX_DEPTH; ) {
      layers.push(next);
      next = wrapped(next);
    }
    return layers;
  }

  private static @Nullable JsonNode wrapped(JsonNode error) {
    for (String place : PLACES) {
      JsonNode node = unwrap(error.at(place));
      if (node != null && node.isTextual()) {
        JsonNode quoted = quoted(node.textValue());
        node = quoted == null && place.endsWith("/raw") ? node : quoted;
      }
      if (node != null) {
        return node;
      }
    }
    return null;
  }

  /** Returns the JSON in a text; null if there is none, or it is no error. */
  private static @Nullable JsonNode quoted(String text) {
    int start = text.indexOf('{');
    int end = text.lastIndexOf('}') + 1;
    if (start < 0 || end <= start) {
      return null;
    }
    String json = text.substring(start, end);
    JsonNode read = read(json);
    return read == null ? read(PYTHON.matcher(json).replaceAll("null")) : read;
  }

  private static @Nullable JsonNode read(String json) {
    try {
      JsonNode node = LENIENT.readTree(json);
      return FIELDS.stream().anyMatch(node::hasNonNull) ? node : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Returns an object, the first one of an array, or a text; null for anything else. */
  private static @Nullable JsonNode unwrap(@Nullable JsonNode node) {
    JsonNode first = node != null && node.isArray() ? node.path(0) : node;
    boolean useful = first != null && (first.isTextual() || (first.isObject() && !first.isEmpty()));
    return useful ? first : null;
  }
}
