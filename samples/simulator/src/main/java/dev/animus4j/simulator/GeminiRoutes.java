package dev.animus4j.simulator;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Handles {@code POST /v1beta/models/{model}:generateContent}, also under {@code /v1}, and its
 * streaming variant, with text or an image, and verifies the thought signatures in the request.
 */
final class GeminiRoutes {
  private static final Pattern PATH =
      Pattern.compile("/v1(?:beta)?/(?:models|tunedModels)/([^/:]+):(g|streamG)enerateContent");

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

  /** Whether a path names a method of a model, as only this protocol does. */
  static boolean isMethod(String path) {
    return path.matches("/v1(beta)?/(models|tunedModels)/[^/]*:[^/]*");
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
    boolean streamed = path.group(2).startsWith("s") && !request.wantsWhole();
    GeminiResponse response =
        new GeminiResponse(path.group(1), id, geminiRequest.toChatRequest().wordCount());
    boolean events = "sse".equals(request.parameter("alt"));
    return parts(geminiRequest, id, streamed)
        .map(parts -> streamed ? response.streamed(parts, events) : response.whole(parts));
  }

  private Future<GeminiParts> parts(GeminiRequest geminiRequest, String id, boolean inPieces) {
    if (!ReplyRules.violations(geminiRequest.toChatRequest()).isEmpty()) {
      return Future.succeededFuture(new GeminiParts(List.of(), "STOP"));
    }
    return geminiRequest.wantsImage()
        ? imageParts.parts(geminiRequest, id).map(parts -> new GeminiParts(parts, "STOP"))
        : Future.succeededFuture(textParts.parts(geminiRequest, id, inPieces));
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
