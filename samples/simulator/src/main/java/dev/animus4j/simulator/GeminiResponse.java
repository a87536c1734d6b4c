package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Envelope of a response, or of one step of a streamed one. */
record GeminiResponse(String model, String id, GeminiRequest request) {

  /**
   * The JSON of these parts; the last step has the finish reason. Proto JSON omits fields that are
   * 0.
   */
  ObjectNode toJson(List<ObjectNode> parts, boolean last) {
    ObjectNode response = JsonBuffers.node();
    ObjectNode candidate = response.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    parts.forEach(content.putArray("parts")::add);
    content.put("role", "model");
    if (last) {
      candidate.put("finishReason", "STOP");
    }
    return addUsage(response, parts);
  }

  /** The JSON of a blocked prompt: no candidates, and HTTP 200. */
  ObjectNode blockedJson() {
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

  private ObjectNode addUsage(ObjectNode response, List<ObjectNode> parts) {
    int promptTokens = request.toChatRequest().wordCount();
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
  private static int tokens(List<ObjectNode> parts, boolean thoughts) {
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
