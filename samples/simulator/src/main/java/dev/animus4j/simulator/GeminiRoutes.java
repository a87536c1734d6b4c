package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Handles {@code POST /v1beta/models/{model}:generateContent} and its streaming variant, with text
 * or an image, and verifies the thought signatures in the request.
 */
final class GeminiRoutes {
  private static final Pattern PATH =
      Pattern.compile("/v1beta/(?:models|tunedModels)/([^/:]+):(g|streamG)enerateContent");

  private final SimulatorState simulatorState;
  private final GeminiTextParts textParts;
  private final GeminiImageParts imageParts;
  private final ThoughtSignatures thoughtSignatures = new ThoughtSignatures();
  private final AtomicLong count = new AtomicLong();

  GeminiRoutes(SimulatorState simulatorState, ImageRenderer imageRenderer) {
    this.simulatorState = simulatorState;
    this.textParts = new GeminiTextParts(thoughtSignatures);
    this.imageParts = new GeminiImageParts(imageRenderer, thoughtSignatures);
  }

  Future<SimulatedResponse> generateContent(SimulatedRequest request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw new RejectedRequest(404, "Requested entity was not found.", null, null);
    }
    checkApiKey(
        Optional.ofNullable(request.header("x-goog-api-key")).orElse(request.parameter("key")));
    GeminiRequest geminiRequest = GeminiRequest.parse(request.json());
    thoughtSignatures.verifyAll(geminiRequest.contents());
    String id = "sim-" + count.incrementAndGet();
    boolean streamed = path.group(2).startsWith("s");
    Future<List<ObjectNode>> parts = parts(geminiRequest, id, streamed);
    GeminiResponse response = new GeminiResponse(path.group(1), id, geminiRequest);
    boolean events = "sse".equals(request.parameter("alt"));
    return parts.map(
        responseParts ->
            streamed
                ? streamedResponse(response, responseParts, events)
                : wholeResponse(response, responseParts));
  }

  private Future<List<ObjectNode>> parts(GeminiRequest geminiRequest, String id, boolean inPieces) {
    if (!ReplyRules.violations(geminiRequest.toChatRequest()).isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return geminiRequest.wantsImage()
        ? imageParts.parts(geminiRequest, id)
        : Future.succeededFuture(textParts.parts(geminiRequest, id, inPieces));
  }

  private static SimulatedResponse wholeResponse(GeminiResponse response, List<ObjectNode> parts) {
    return SimulatedResponse.json(
        parts.isEmpty() ? response.blockedJson() : response.toJson(parts, true));
  }

  /** One part in each event; without {@code alt=sse} the response is a list of them. */
  private static SimulatedResponse streamedResponse(
      GeminiResponse response, List<ObjectNode> parts, boolean events) {
    List<ObjectNode> steps = new ArrayList<>();
    for (int index = 0; index < parts.size(); index++) {
      steps.add(response.toJson(List.of(parts.get(index)), index == parts.size() - 1));
    }
    if (parts.isEmpty()) {
      steps.add(response.blockedJson());
    }
    if (events) {
      return SimulatedResponse.events(steps.stream().map(GeminiRoutes::event).iterator());
    }
    ArrayNode list = JsonBuffers.node().arrayNode();
    steps.forEach(list::add);
    return SimulatedResponse.json(list);
  }

  /** Google ends its lines with CR LF. */
  private static Buffer event(JsonNode data) {
    return Buffer.buffer("data: ").appendBuffer(JsonBuffers.write(data)).appendString("\r\n\r\n");
  }

  private void checkApiKey(@Nullable String key) {
    if (key == null || key.isBlank()) {
      String message = "Method doesn't allow unregistered callers (callers without API Key).";
      throw new RejectedRequest(403, message, null, null);
    }
    SimulatorSettings settings = simulatorState.settings();
    if (!settings.bearers().isEmpty() && !settings.bearers().contains(key)) {
      String message = "API key not valid. Please pass a valid API key.";
      throw new RejectedRequest(400, message, null, "API_KEY_INVALID");
    }
  }
}
