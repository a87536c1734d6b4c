package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reply of the Gemini protocol that a fault spells out, in parts. */
record FaultyGeminiReply(Fault fault, JsonNode answer, SimulatedRequest request) {

  /** The response; empty if it calls a tool and the request wants no call. */
  Optional<SimulatedResponse> response() {
    ReceivedChatRequest question = GeminiRequest.parse(request.json()).toChatRequest();
    Optional<FaultyCall> call = fault.is("calls") ? FaultyCall.of(question) : Optional.empty();
    if (fault.is("calls") && call.isEmpty()) {
      return Optional.empty();
    }
    JsonNode filled = call.map(it -> it.fill(answer)).orElse(answer);
    GeminiResponse envelope =
        new GeminiResponse("simulated-chat", "sim-fault", question.wordCount());
    List<ObjectNode> parts = FaultyReply.repeat(filled.path("parts"));
    boolean streamed = request.path().contains(":stream") && !request.wantsWhole();
    if (!streamed) {
      return Optional.of(SimulatedResponse.json(step(envelope, filled, parts, finish(filled))));
    }
    List<ObjectNode> steps = new ArrayList<>();
    for (int index = 0; index < parts.size() - 1; index++) {
      steps.add(step(envelope, filled, List.of(parts.get(index)), null));
    }
    List<ObjectNode> last = parts.isEmpty() ? parts : List.of(parts.get(parts.size() - 1));
    steps.add(step(envelope, filled, last, finish(filled)));
    return Optional.of(GeminiResponse.steps(steps, "sse".equals(request.parameter("alt"))));
  }

  private static ObjectNode step(
      GeminiResponse envelope, JsonNode filled, List<ObjectNode> parts, @Nullable String finish) {
    if (filled.has("raw")) {
      return filled.path("raw").deepCopy();
    }
    ObjectNode step = envelope.toJson(parts, finish, parts);
    ObjectNode candidate = (ObjectNode) step.path("candidates").path(0);
    if (!filled.path("content").asBoolean(true)) {
      candidate.remove("content");
    }
    if (filled.has("message")) {
      candidate.set("finishMessage", filled.path("message"));
    }
    if (!filled.path("candidates").asBoolean(true)) {
      step.remove("candidates");
    }
    return step;
  }

  private static @Nullable String finish(JsonNode filled) {
    return filled.path("finish").asText(null);
  }
}
