package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The envelope of an answer, or of one step of a streamed one. */
record GeminiAnswer(String model, String id, GeminiQuestion question) {

  /** These parts; the last step says why it ends. Proto JSON leaves out what is 0. */
  ObjectNode with(List<ObjectNode> parts, boolean last) {
    ObjectNode answer = Json.node();
    ObjectNode candidate = answer.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    parts.forEach(content.putArray("parts")::add);
    content.put("role", "model");
    if (last) {
      candidate.put("finishReason", "STOP");
    }
    return ended(answer, parts);
  }

  /** A refusal of the prompt: no candidate at all, and HTTP 200. */
  ObjectNode blocked() {
    ObjectNode answer = Json.node();
    ObjectNode feedback = answer.putObject("promptFeedback").put("blockReason", "SAFETY");
    feedback
        .putArray("safetyRatings")
        .addObject()
        .put("category", "HARM_CATEGORY_DANGEROUS_CONTENT")
        .put("probability", "HIGH")
        .put("blocked", true);
    return ended(answer, List.of());
  }

  private ObjectNode ended(ObjectNode answer, List<ObjectNode> parts) {
    int asked = question.inOurWords().words();
    int told = tokens(parts, false);
    int thought = tokens(parts, true);
    ObjectNode usage = answer.putObject("usageMetadata").put("promptTokenCount", asked);
    if (told > 0) {
      usage.put("candidatesTokenCount", told);
    }
    if (thought > 0) {
      usage.put("thoughtsTokenCount", thought);
    }
    usage.put("totalTokenCount", asked + told + thought);
    return answer.put("modelVersion", model).put("responseId", id);
  }

  /** Words count as one each, pictures as what they cost at the provider. */
  private static int tokens(List<ObjectNode> parts, boolean thoughts) {
    return parts.stream()
        .filter(part -> part.path("thought").asBoolean() == thoughts)
        .mapToInt(
            part -> part.has("inlineData") ? 1120 : Question.words(part.path("text").asText()))
        .sum();
  }
}
