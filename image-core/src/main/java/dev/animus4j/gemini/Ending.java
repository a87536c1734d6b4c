package dev.animus4j.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Stage;
import dev.animus4j.failure.Origin;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * How an answer ends, and what that means. Refusals come with HTTP 200: of the prompt as {@code
 * promptFeedback.blockReason} without a candidate, of the answer as a candidate with a {@code
 * finishReason} and usually without content.
 */
record Ending(JsonNode answer, JsonNode candidate, Origin answered) {

  /** The failure that it is, whatever came before; null for none. */
  @Nullable AnimusException refusal() {
    JsonNode feedback = answer.path("promptFeedback");
    String blocked = feedback.path("blockReason").asText();
    if (!blocked.isEmpty()) {
      Origin origin = saying(feedback.path("blockReasonMessage").asText(null));
      return new AnimusException.ContentPolicy(origin, Stage.PROMPT, categories(blocked, feedback));
    }
    Origin origin = origin();
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
      default -> toolTrouble(origin);
    };
  }

  private @Nullable AnimusException toolTrouble(Origin origin) {
    return switch (reason()) {
      case "MALFORMED_FUNCTION_CALL" -> unavailable(origin, "the model garbled a tool call");
      case "UNEXPECTED_TOOL_CALL" ->
          new AnimusException.Protocol(origin, "the model called a tool it does not have", null);
      case "TOO_MANY_TOOL_CALLS" ->
          new AnimusException.Protocol(origin, "the model called tools without end", null);
      default -> null;
    };
  }

  /** The failure that it is because there is not what was asked for. */
  AnimusException nothing(String saidInstead) {
    Origin origin = origin();
    return switch (reason()) {
      case "STOP", "NO_IMAGE" ->
          new AnimusException.NoImage(
              saidInstead.isBlank() ? origin : saying(saidInstead), saidInstead);
      case "MAX_TOKENS" ->
          new AnimusException.InvalidRequest(origin, "maxOutputTokens leaves no room to answer");
      case "" -> unavailable(origin, "gave an answer without content");
      default -> unavailable(origin, "stopped for an unknown reason, " + reason());
    };
  }

  private String reason() {
    return candidate.path("finishReason").asText();
  }

  private Origin origin() {
    return saying(candidate.path("finishMessage").asText(null));
  }

  private Origin saying(@Nullable String words) {
    String id = answered.requestId();
    String known = id == null ? answer.path("responseId").asText(null) : id;
    return new Origin(answered.provider(), answered.status(), known, words);
  }

  private static AnimusException unavailable(Origin origin, String what) {
    return new AnimusException.Unavailable(origin, what, true, (Duration) null);
  }

  /** The reason, then the categories that were rated as blocked. */
  private static List<String> categories(String reason, JsonNode rated) {
    Stream<String> blocked =
        StreamSupport.stream(rated.path("safetyRatings").spliterator(), false)
            .filter(rating -> rating.path("blocked").asBoolean())
            .map(rating -> rating.path("category").asText());
    return Stream.concat(Stream.of(reason), blocked).toList();
  }
}
