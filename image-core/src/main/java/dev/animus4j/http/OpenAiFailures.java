package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  private static final Set<String> SLOW_DOWN =
      Set.of("rate_limit_exceeded", "slow_down", "rate_limit_error");

  /** What the status would have been of errors that are found inside a 200 and name none. */
  private static final Map<String, Integer> MEANT =
      Map.ofEntries(
          Map.entry("invalid_request_error", 400),
          Map.entry("context_length_exceeded", 400),
          Map.entry("authentication_error", 401),
          Map.entry("invalid_api_key", 401),
          Map.entry("permission_error", 403),
          Map.entry("not_found_error", 404),
          Map.entry("model_not_found", 404),
          Map.entry("overloaded_error", 503),
          Map.entry("server_is_overloaded", 503),
          Map.entry("service_unavailable_error", 503));

  private static final Pattern VIOLATIONS =
      Pattern.compile("safety_violations=\\[([^\\[\\]]{0,1000}+)]");

  private OpenAiFailures() {}

  /** The server may know better than its status whether repeating helps. */
  static AnimusException of(ErrorAnswer answer) {
    AnimusException failure = byCode(answer);
    return switch (String.valueOf(answer.headers().get("x-should-retry"))) {
      case "false" -> failure.isTransient() ? lasting(failure) : failure;
      case "true" -> failure instanceof AnimusException.InvalidRequest ? passing(answer) : failure;
      default -> failure;
    };
  }

  private static AnimusException lasting(AnimusException failure) {
    Duration comeBack = failure.retryAfter().orElse(null);
    return failure instanceof AnimusException.RateLimited
        ? new AnimusException.QuotaExhausted(failure.origin(), comeBack)
        : new AnimusException.InvalidRequest(failure.origin(), "failed, and would again");
  }

  private static AnimusException passing(ErrorAnswer answer) {
    return new AnimusException.Unavailable(
        answer.origin(), "asks to repeat the request", false, answer.retryAfter());
  }

  private static AnimusException byCode(ErrorAnswer answer) {
    JsonNode error = answer.error();
    if (isRefusal(error) || moderated(answer)) {
      return new AnimusException.ContentPolicy(
          answer.origin(), AnimusException.Stage.PROMPT, categories(error));
    }
    if (says(error, EXHAUSTED)) {
      return new AnimusException.QuotaExhausted(answer.origin(), answer.retryAfter());
    }
    if (says(error, SLOW_DOWN) || (answer.status() == 402 && answer.retryAfter() != null)) {
      return new AnimusException.RateLimited(answer.origin(), answer.retryAfter());
    }
    return StatusFailures.of(answer.status() / 100 == 2 ? meant(answer) : answer);
  }

  /** The type is so coarse that it counts only where there is no code. */
  private static boolean isRefusal(JsonNode error) {
    String code = error.path("code").asText("");
    return REFUSED.contains(code)
        || (!error.hasNonNull("code") && REFUSED.contains(error.path("type").asText()));
  }

  private static boolean says(JsonNode error, Set<String> words) {
    return words.contains(error.path("code").asText())
        || words.contains(error.path("type").asText());
  }

  /** OpenRouter's form of a refusal: 403, with the reasons beside it. */
  private static boolean moderated(ErrorAnswer answer) {
    JsonNode metadata = answer.error().path("metadata");
    return answer.status() == 403 && (metadata.has("reasons") || metadata.has("flagged_input"));
  }

  private static List<String> categories(JsonNode error) {
    Matcher violations = VIOLATIONS.matcher(error.path("message").asText());
    Stream<String> named =
        violations.find()
            ? Arrays.stream(violations.group(1).split(",")).map(String::strip)
            : Stream.of();
    Stream<String> reasons =
        StreamSupport.stream(error.at("/metadata/reasons").spliterator(), false)
            .map(JsonNode::asText);
    return Stream.concat(reasons, named).filter(word -> !word.isBlank()).distinct().toList();
  }

  private static ErrorAnswer meant(ErrorAnswer answer) {
    return Stream.of("code", "type")
        .map(field -> MEANT.get(answer.error().path(field).asText()))
        .filter(Objects::nonNull)
        .findFirst()
        .map(status -> withStatus(answer, status))
        .orElse(answer);
  }

  private static ErrorAnswer withStatus(ErrorAnswer answer, int status) {
    Origin origin = answer.origin();
    Origin meant = new Origin(origin.provider(), status, origin.requestId(), origin.excerpt());
    return new ErrorAnswer(meant, answer.headers(), answer.body(), answer.retryAfter());
  }
}
