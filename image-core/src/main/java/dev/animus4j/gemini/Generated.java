package dev.animus4j.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An answer, or one event of a streamed one. Everything in it may be missing: candidates, content,
 * parts, and every number that is 0.
 */
public final class Generated {
  private final JsonNode json;
  private final Origin origin;

  private Generated(JsonNode json, Origin origin) {
    this.json = json;
    this.origin = origin;
  }

  /**
   * Reads an answer.
   *
   * @throws AnimusException when it is an error, or a refusal, or ends in a way that leaves nothing
   *     of use
   */
  public static Generated of(JsonNode json, Answer answer) {
    JsonNode one = json.isArray() && json.size() == 1 ? json.get(0) : json;
    if (!one.isObject()) {
      throw new AnimusException.Protocol(answer.origin(), "the answer is not an object", null);
    }
    if (one.has("error")) {
      throw answer.failure(one);
    }
    Generated generated = new Generated(one, answer.origin());
    AnimusException refusal = generated.ending().refusal();
    if (refusal != null) {
      throw refusal;
    }
    return generated;
  }

  /** The parts of the first candidate, thoughts included. */
  public List<JsonNode> parts() {
    JsonNode parts = candidate().path("content").path("parts");
    return StreamSupport.stream(parts.spliterator(), false).toList();
  }

  /** Whether a part is not meant to be shown. */
  public static boolean isThought(JsonNode part) {
    return part.path("thought").asBoolean();
  }

  /** Why it ended, by its wire name; null while it goes on. */
  public @Nullable String finishReason() {
    return text(candidate(), "finishReason");
  }

  /** Why there is not what was asked for, when there is not. */
  public AnimusException nothing(String saidInstead) {
    return ending().nothing(saidInstead);
  }

  /** The provider's id of this answer. */
  public @Nullable String id() {
    return text(json, "responseId");
  }

  /** The model that answered, which need not be the one that was asked. */
  public @Nullable String model() {
    return text(json, "modelVersion");
  }

  /** What was counted, in tokens; null when nothing was. */
  public @Nullable Count count() {
    JsonNode usage = json.path("usageMetadata");
    return usage.isObject() ? Count.of(usage) : null;
  }

  private JsonNode candidate() {
    return json.path("candidates").path(0);
  }

  private Ending ending() {
    return new Ending(json, candidate(), origin);
  }

  private static @Nullable String text(JsonNode node, String field) {
    String text = node.path(field).asText("");
    return text.isEmpty() ? null : text;
  }

  /**
   * What was counted, in tokens.
   *
   * @param input the prompt, and what tools found
   * @param output the answer, thoughts included
   */
  public record Count(long input, long output, long total) {
    private static Count of(JsonNode usage) {
      long input = number(usage, "promptTokenCount") + number(usage, "toolUsePromptTokenCount");
      long output = number(usage, "candidatesTokenCount") + number(usage, "thoughtsTokenCount");
      return new Count(input, output, Math.max(input + output, number(usage, "totalTokenCount")));
    }

    private static long number(JsonNode usage, String field) {
      return usage.path(field).asLong();
    }
  }
}
