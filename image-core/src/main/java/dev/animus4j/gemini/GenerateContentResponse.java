package dev.animus4j.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.StreamedResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Response, or one event of a streamed one. Everything in it may be missing: candidates, content,
 * parts, and every number that is 0.
 */
public final class GenerateContentResponse {
  private static final Set<String> READ_FIELDS =
      Set.of(
          "candidates",
          "usageMetadata",
          "modelVersion",
          "responseId",
          "content",
          "finishReason",
          "index");

  private final JsonNode json;
  private final JsonNode candidate;
  private final FailureOrigin origin;

  private GenerateContentResponse(JsonNode json, JsonNode candidate, FailureOrigin origin) {
    this.json = json;
    this.candidate = candidate;
    this.origin = origin;
  }

  /**
   * Parses a response.
   *
   * @throws AnimusException when it is an error, a refusal, or ends without usable content
   */
  public static GenerateContentResponse parse(JsonNode json, StreamedResponse streamed) {
    GenerateContentResponse response = parseUnchecked(json, streamed);
    AnimusException refusal = response.finishReasons().refusal();
    if (refusal != null) {
      throw refusal;
    }
    return response;
  }

  /** Parses a response as its first candidate that is good; else as {@link #parse}. */
  public static GenerateContentResponse parse(
      JsonNode json, StreamedResponse streamed, Predicate<GenerateContentResponse> isGood) {
    GenerateContentResponse first = parseUnchecked(json, streamed);
    return Stream.concat(Stream.of(first), first.otherCandidates().values().stream())
        .filter(candidate -> candidate.finishReasons().refusal() == null)
        .filter(isGood)
        .findFirst()
        .orElseGet(() -> parse(json, streamed));
  }

  private static GenerateContentResponse parseUnchecked(JsonNode json, StreamedResponse streamed) {
    JsonNode root = json.isArray() && json.size() == 1 ? json.get(0) : json;
    if (!root.isObject()) {
      throw new AnimusException.Protocol(streamed.origin(), "the answer is not an object", null);
    }
    if (root.has("error")) {
      throw streamed.failure(root);
    }
    return new GenerateContentResponse(root, candidate(root, 0), streamed.origin());
  }

  /** The parts of the first candidate, thoughts included. */
  public List<JsonNode> parts() {
    JsonNode parts = candidate.path("content").path("parts");
    return StreamSupport.stream(parts.spliterator(), false).toList();
  }

  /** Whether a part is not meant to be shown. */
  public static boolean isThought(JsonNode part) {
    return part.path("thought").asBoolean();
  }

  /** The finish reason, by its wire name; null while it goes on. */
  public @Nullable String finishReason() {
    return text(candidate, "finishReason");
  }

  /** Returns the failure for a response without the requested content, from its text. */
  public AnimusException missingContent(String text) {
    return finishReasons().missingContent(text);
  }

  /** The provider's id of this response. */
  public @Nullable String id() {
    return text(json, "responseId");
  }

  /** The model that responded, which need not be the requested one. */
  public @Nullable String model() {
    return text(json, "modelVersion");
  }

  /** The token usage; null when not reported. */
  public @Nullable TokenCount usage() {
    JsonNode usage = json.path("usageMetadata");
    return usage.isObject() ? TokenCount.of(usage) : null;
  }

  /** Copies the fields that have no method here, of the response and of its candidate. */
  public void copyOtherFields(Map<String, JsonNode> fields) {
    for (JsonNode object : List.of(json, candidate)) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!READ_FIELDS.contains(field.getKey()) && !field.getValue().isNull()) {
          fields.put(field.getKey(), field.getValue());
        }
      }
    }
  }

  /** The fields that have no method here, and the finish reason. */
  public Map<String, JsonNode> otherFields() {
    Map<String, JsonNode> fields = new TreeMap<>();
    copyOtherFields(fields);
    fields.put("finishReason", candidate.path("finishReason"));
    fields.values().removeIf(JsonNode::isMissingNode);
    return fields;
  }

  /** Whether it has candidates besides the one that it is read from. */
  public boolean hasOtherCandidates() {
    return json.path("candidates").size() > (candidate.isMissingNode() ? 0 : 1);
  }

  /** This response, read from each of its candidates but the first, by its number. */
  public Map<Integer, GenerateContentResponse> otherCandidates() {
    Map<Integer, GenerateContentResponse> others = new TreeMap<>();
    JsonNode candidates = json.path("candidates");
    for (int position = 0; position < candidates.size(); position++) {
      int number = number(candidates, position);
      if (number > 0) {
        JsonNode other = candidates.get(position);
        others.put(number, new GenerateContentResponse(json, other, origin));
      }
    }
    return others;
  }

  private static JsonNode candidate(JsonNode json, int number) {
    JsonNode candidates = json.path("candidates");
    for (int position = 0; position < candidates.size(); position++) {
      if (number(candidates, position) == number) {
        return candidates.get(position);
      }
    }
    return MissingNode.getInstance();
  }

  /** The number of a candidate; 0 is not written, and some servers write none at all. */
  private static int number(JsonNode candidates, int position) {
    JsonNode number = candidates.path(position).path("index");
    for (int before = 0; before < position && !number.isNumber(); before++) {
      if (!candidates.path(before).path("index").isNumber()) {
        return position;
      }
    }
    return number.asInt(0);
  }

  private FinishReasons finishReasons() {
    return new FinishReasons(json, candidate, origin);
  }

  private static @Nullable String text(JsonNode node, String field) {
    String text = node.path(field).asText("");
    return text.isEmpty() ? null : text;
  }
}
