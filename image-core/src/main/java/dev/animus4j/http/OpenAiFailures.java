package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What errors of the OpenAI dialect mean: the code decides, then the type, then the status. */
final class OpenAiFailures {
  private static final Set<String> REFUSED =
      Set.of(
          "content_policy_violation",
          "moderation_blocked",
          "image_content_policy_violation",
          "content_filter",
          "image_generation_user_error");
  private static final Set<String> EXHAUSTED =
      Set.of(
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "billing_hard_limit_reached");
  private static final Set<String> SLOW_DOWN = Set.of("rate_limit_exceeded", "slow_down");

  private OpenAiFailures() {}

  static AnimusException of(ErrorAnswer answer) {
    JsonNode error = answer.error();
    if (says(error, REFUSED) || moderated(answer)) {
      return new AnimusException.ContentPolicy(
          answer.origin(), AnimusException.Stage.PROMPT, categories(error));
    }
    if (says(error, EXHAUSTED)) {
      return new AnimusException.QuotaExhausted(answer.origin(), answer.retryAfter());
    }
    if (says(error, SLOW_DOWN) || (answer.status() == 402 && answer.retryAfter() != null)) {
      return new AnimusException.RateLimited(answer.origin(), answer.retryAfter());
    }
    return StatusFailures.of(answer);
  }

  private static boolean says(JsonNode error, Set<String> words) {
    return words.contains(error.path("code").asText())
        || words.contains(error.path("type").asText());
  }

  /** OpenRouter's form of a refusal: 403, with the reasons beside it. */
  private static boolean moderated(ErrorAnswer answer) {
    return answer.status() == 403 && answer.error().path("metadata").has("reasons");
  }

  private static List<String> categories(JsonNode error) {
    return StreamSupport.stream(error.at("/metadata/reasons").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
