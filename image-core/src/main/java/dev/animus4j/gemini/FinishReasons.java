package dev.animus4j.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Stage;
import dev.animus4j.failure.FailureOrigin;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Maps the finish and block reasons of a response to failures. Refusals come with HTTP 200: of the
 * prompt as {@code promptFeedback.blockReason} without a candidate, of the output as a candidate
 * with a {@code finishReason} and usually without content.
 */
record FinishReasons(JsonNode response, JsonNode candidate, FailureOrigin responseOrigin) {

  /** Returns the failure for a refusal, whatever came before; null for none. */
  @Nullable AnimusException refusal() {
    JsonNode feedback = response.path("promptFeedback");
    String blocked = feedback.path("blockReason").asText();
    if (!blocked.isEmpty()) {
      FailureOrigin origin = origin(feedback.path("blockReasonMessage").asText(null));
      return new AnimusException.ContentPolicy(origin, Stage.PROMPT, categories(blocked, feedback));
    }
    FailureOrigin origin = origin();
    return switch (reason()) {
      case "SAFETY",
          "PROHIBITED_CONTENT",
          "BLOCKLIST",
          "SPII",
          "RECITATION",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          new AnimusException.ContentPolicy(origin, Stage.OUTPUT, categories(reason(), candidate));
      case "LANGUAGE" ->
          new AnimusException.InvalidRequest(origin, "the model does not speak this language");
      default -> toolFailure(origin);
    };
  }

  private @Nullable AnimusException toolFailure(FailureOrigin origin) {
    return switch (reason()) {
      case "MALFORMED_FUNCTION_CALL" -> unavailable(origin, "the model garbled a tool call");
      case "UNEXPECTED_TOOL_CALL" ->
          new AnimusException.Protocol(origin, "the model called a tool it does not have", null);
      case "TOO_MANY_TOOL_CALLS" ->
          new AnimusException.Protocol(origin, "the model called tools without end", null);
      default -> null;
    };
  }

  /** Returns the failure for a response without the requested content. */
  AnimusException missingContent(String text) {
    FailureOrigin origin = origin();
    return switch (reason()) {
      case "STOP", "NO_IMAGE" ->
          new AnimusException.NoImage(text.isBlank() ? origin : origin(text), text);
      case "MAX_TOKENS" ->
          new AnimusException.InvalidRequest(origin, "maxOutputTokens leaves no room to answer");
      case "" -> unavailable(origin, "gave an answer without content");
      default -> unavailable(origin, "stopped for an unknown reason, " + reason());
    };
  }

  private String reason() {
    return candidate.path("finishReason").asText();
  }

  private FailureOrigin origin() {
    return origin(candidate.path("finishMessage").asText(null));
  }

  private FailureOrigin origin(@Nullable String message) {
    String id = responseOrigin.requestId();
    String requestId = id == null ? response.path("responseId").asText(null) : id;
    String blocked = response.at("/promptFeedback/blockReason").asText(null);
    String code = blocked == null ? reason() : blocked;
    return new FailureOrigin(responseOrigin.provider(), responseOrigin.status(), requestId, message)
        .withCode(code);
  }

  private static AnimusException unavailable(FailureOrigin origin, String what) {
    return new AnimusException.Unavailable(origin, what, true, (Duration) null);
  }

  /** Returns the reason, then the categories that are rated as blocked. */
  private static List<String> categories(String reason, JsonNode rated) {
    Stream<String> blocked =
        StreamSupport.stream(rated.path("safetyRatings").spliterator(), false)
            .filter(rating -> rating.path("blocked").asBoolean())
            .map(rating -> rating.path("category").asText());
    return Stream.concat(Stream.of(reason), blocked).toList();
  }
}
