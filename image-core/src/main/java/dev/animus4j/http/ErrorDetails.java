package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an error response says: the innermost of its errors first.
 *
 * @param layers the errors, and the body that wraps them
 * @param message the beginning of the innermost message; empty when there is none
 */
record ErrorDetails(Collection<JsonNode> layers, String message) {
  /** In characters, of what is searched for words. */
  private static final int MAX_MESSAGE = 4_000;

  private static final List<String> CODES = List.of("code", "type", "status", "error_type");
  private static final List<String> STATUSES =
      List.of("code", "status", "status_code", "statusCode", "http_code", "error_code");

  static ErrorDetails of(ErrorResponse response) {
    String message = ErrorMessageExtractor.of(response.body());
    String excerpt = response.origin().excerpt();
    String text = Objects.requireNonNullElse(message, Objects.requireNonNullElse(excerpt, ""));
    String head = text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text;
    return new ErrorDetails(ErrorLayers.of(response.body()), head);
  }

  /** Whether any of the errors, or what describes it, has a code of this kind. */
  boolean hasCode(ErrorKind kind) {
    return codes().anyMatch(kind::hasCode);
  }

  boolean isDescribedBy(ErrorKind kind) {
    return kind.isDescribedBy(message);
  }

  /** All codes and types, the innermost first. */
  Stream<String> codes() {
    return layers.stream()
        .flatMap(layer -> Stream.of(layer, layer.path("metadata"), layer.path("base_resp")))
        .flatMap(node -> Stream.concat(texts(node, CODES), texts(node, List.of("status_code"))));
  }

  /** The innermost status; empty when the errors name none. */
  static int status(@Nullable JsonNode body) {
    return ErrorLayers.of(body).stream()
        .flatMap(layer -> texts(layer, STATUSES))
        .map(ErrorDetails::toStatus)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(0);
  }

  /**
   * The innermost code or type that is no status, else the innermost, of errors with a message
   * first; null for none.
   */
  static @Nullable String code(@Nullable JsonNode body) {
    List<String> codes =
        ErrorLayers.of(body).stream()
            .sorted(Comparator.comparing(layer -> !layer.hasNonNull("message")))
            .flatMap(layer -> texts(layer, CODES))
            .filter(code -> !code.equals("error"))
            .toList();
    return codes.stream()
        .filter(code -> toStatus(code).isEmpty())
        .findFirst()
        .orElse(codes.isEmpty() ? null : codes.get(0));
  }

  /** All values of these fields, wherever they are in the errors. */
  Stream<JsonNode> values(String name) {
    return layers.stream().flatMap(layer -> layer.findValues(name).stream());
  }

  private static Stream<String> texts(JsonNode node, List<String> fields) {
    return fields.stream()
        .map(node::path)
        .filter(value -> value.isTextual() || value.isIntegralNumber())
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank());
  }

  private static Optional<Integer> toStatus(String text) {
    return text.matches("[45][0-9]{2}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
