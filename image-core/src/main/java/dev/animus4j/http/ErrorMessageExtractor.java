package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Extracts the error message from the body of an error response. */
final class ErrorMessageExtractor {
  private static final Pattern TITLE = Pattern.compile("(?i)<title[^<>]{0,200}+>");
  private static final List<String> PLACES =
      List.of("/message", "/detail", "/error", "/error/message", "/error/detail");

  private ErrorMessageExtractor() {}

  /**
   * Returns the message of the innermost error that has one, after the name of the provider where a
   * router tells it. Of each error, or of the body with its {@code error}, it looks at {@code
   * message}, then {@code detail}, then {@code error} as a string or its {@code message}; then
   * FastAPI's {@code detail[0].msg}, and {@code errors[0]}, in the same order.
   */
  static @Nullable String of(@Nullable JsonNode body) {
    Deque<JsonNode> layers = ErrorLayers.of(body);
    JsonNode error = errorNode(body);
    return layers.stream()
        .filter(layer -> layer.equals(layers.getLast()) || !layer.equals(error))
        .map(ErrorMessageExtractor::message)
        .flatMap(Optional::stream)
        .findFirst()
        .map(message -> upstream(layers) + message)
        .orElse(null);
  }

  private static String upstream(Collection<JsonNode> layers) {
    return layers.stream()
        .map(layer -> layer.at("/metadata/provider_name").asText())
        .filter(name -> !name.isBlank())
        .findFirst()
        .map(name -> name + ": ")
        .orElse("");
  }

  private static Optional<String> message(JsonNode error) {
    if (error.isTextual()) {
      return Optional.of(error.textValue());
    }
    return PLACES.stream()
        .map(error::at)
        .filter(text -> text.isTextual() && !text.textValue().isBlank())
        .map(JsonNode::textValue)
        .findFirst()
        .or(() -> firstInList(error));
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

  private static Optional<String> firstInList(JsonNode node) {
    return Stream.of("/detail/0/msg", "/errors/0/message", "/errors/0", "/detail/msg")
        .map(node::at)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .findFirst();
  }

  private static JsonNode unwrap(@Nullable JsonNode body) {
    if (body == null) {
      return MissingNode.getInstance();
    }
    return body.isArray() && !body.isEmpty() ? body.get(0) : body;
  }
}
