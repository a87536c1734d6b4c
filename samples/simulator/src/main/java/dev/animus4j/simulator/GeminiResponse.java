package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Envelope of a response, or of the steps of a streamed one. */
record GeminiResponse(String model, String id, int promptTokens) {

  SimulatedResponse whole(GeminiParts answer) {
    return SimulatedResponse.json(
        answer.parts().isEmpty()
            ? blockedJson()
            : toJson(answer.parts(), answer.finish(), answer.parts()));
  }

  /** One part in each event; without {@code alt=sse} the response is a list of them. */
  SimulatedResponse streamed(GeminiParts answer, boolean events) {
    List<ObjectNode> parts = answer.parts();
    List<ObjectNode> steps = new ArrayList<>();
    for (int index = 0; index < parts.size(); index++) {
      String finish = index == parts.size() - 1 ? answer.finish() : null;
      steps.add(toJson(List.of(parts.get(index)), finish, parts.subList(0, index + 1)));
    }
    if (parts.isEmpty()) {
      steps.add(blockedJson());
    }
    return steps(steps, events);
  }

  /** The steps of a stream, as events or as a list. */
  static SimulatedResponse steps(List<ObjectNode> steps, boolean events) {
    if (events) {
      return SimulatedResponse.events(steps.stream().map(GeminiResponse::event).iterator());
    }
    ArrayNode list = JsonBuffers.node().arrayNode();
    steps.forEach(list::add);
    return SimulatedResponse.json(list);
  }

  /** Google ends its lines with CR LF. */
  private static Buffer event(JsonNode data) {
    return Buffer.buffer("data: ").appendBuffer(JsonBuffers.write(data)).appendString("\r\n\r\n");
  }

  /**
   * The JSON of these parts, and the usage of all parts until now. Proto JSON omits fields that are
   * 0.
   */
  ObjectNode toJson(
      List<? extends JsonNode> parts, @Nullable String finish, List<? extends JsonNode> untilNow) {
    ObjectNode response = JsonBuffers.node();
    ObjectNode candidate = response.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    parts.forEach(content.putArray("parts")::add);
    content.put("role", "model");
    if (finish != null) {
      candidate.put("finishReason", finish);
    }
    return addUsage(response, untilNow);
  }

  /** The JSON of a blocked prompt: no candidates, and HTTP 200. */
  private ObjectNode blockedJson() {
    ObjectNode response = JsonBuffers.node();
    ObjectNode feedback = response.putObject("promptFeedback").put("blockReason", "SAFETY");
    feedback
        .putArray("safetyRatings")
        .addObject()
        .put("category", "HARM_CATEGORY_DANGEROUS_CONTENT")
        .put("probability", "HIGH")
        .put("blocked", true);
    return addUsage(response, List.of());
  }

  ObjectNode addUsage(ObjectNode response, List<? extends JsonNode> parts) {
    int candidateTokens = tokens(parts, false);
    int thoughtTokens = tokens(parts, true);
    ObjectNode usage = response.putObject("usageMetadata").put("promptTokenCount", promptTokens);
    if (candidateTokens > 0) {
      usage.put("candidatesTokenCount", candidateTokens);
    }
    if (thoughtTokens > 0) {
      usage.put("thoughtsTokenCount", thoughtTokens);
    }
    usage.put("totalTokenCount", promptTokens + candidateTokens + thoughtTokens);
    return response.put("modelVersion", model).put("responseId", id);
  }

  /** Counts text by words, and images by the tokens they cost at the provider. */
  private static int tokens(List<? extends JsonNode> parts, boolean thoughts) {
    return parts.stream()
        .filter(part -> part.path("thought").asBoolean() == thoughts)
        .mapToInt(
            part ->
                part.has("inlineData")
                    ? 1120
                    : ReceivedChatRequest.wordCount(part.path("text").asText()))
        .sum();
  }
}
