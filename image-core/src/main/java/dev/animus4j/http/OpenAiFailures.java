package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
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

/** Maps errors of the OpenAI dialect to failures: by code, then type, then status. */
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

  /** The status that stands for errors inside a 200 that name none. */
  private static final Map<String, Integer> IMPLIED_STATUS =
      Map.ofEntries(
          Map.entry("invalid_request_error", 400),
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

  /** Maps an error; {@code x-should-retry} may override whether it is transient. */
  static AnimusException toException(ErrorResponse response) {
    AnimusException failure = byCode(response);
    return switch (String.valueOf(response.headers().get("x-should-retry"))) {
      case "false" -> failure.isTransient() ? toPermanent(failure) : failure;
      case "true" ->
          failure instanceof AnimusException.InvalidRequest ? toUnavailable(response) : failure;
      default -> failure;
    };
  }

  private static AnimusException toPermanent(AnimusException failure) {
    Duration retryAfter = failure.retryAfter().orElse(null);
    return failure instanceof AnimusException.RateLimited
        ? new AnimusException.QuotaExhausted(failure.origin(), retryAfter)
        : new AnimusException.InvalidRequest(failure.origin(), "failed, and would again");
  }

  private static AnimusException toUnavailable(ErrorResponse response) {
    return new AnimusException.Unavailable(
        response.origin(), "asks to repeat the request", false, response.retryAfter());
  }

  private static AnimusException byCode(ErrorResponse response) {
    JsonNode error = response.error();
    if (isRefusal(error) || isModerated(response)) {
      return new AnimusException.ContentPolicy(
          response.origin(), AnimusException.Stage.PROMPT, categories(error));
    }
    if (isTooLong(response)) {
      return new AnimusException.ContextLengthExceeded(response.origin());
    }
    if (hasCode(error, EXHAUSTED)) {
      return new AnimusException.QuotaExhausted(response.origin(), response.retryAfter());
    }
    if (hasCode(error, SLOW_DOWN) || (response.status() == 402 && response.retryAfter() != null)) {
      return new AnimusException.RateLimited(response.origin(), response.retryAfter());
    }
    return StatusFailures.toException(
        response.status() / 100 == 2 ? withImpliedStatus(response) : response);
  }

  /** The type is too coarse to count where there is a code. */
  private static boolean isRefusal(JsonNode error) {
    String code = error.path("code").asText("");
    return REFUSED.contains(code)
        || (!error.hasNonNull("code") && REFUSED.contains(error.path("type").asText()));
  }

  private static boolean isTooLong(ErrorResponse response) {
    JsonNode error = response.error();
    return ErrorKind.CONTEXT_LENGTH.hasCode(error.path("code").asText())
        || ErrorKind.CONTEXT_LENGTH.hasCode(error.path("type").asText())
        || (response.status() != 429
            && ErrorKind.CONTEXT_LENGTH.isDescribedBy(
                Objects.toString(ErrorMessageExtractor.of(response.body()), "")));
  }

  private static boolean hasCode(JsonNode error, Set<String> codes) {
    return codes.contains(error.path("code").asText())
        || codes.contains(error.path("type").asText());
  }

  /** Whether this is a refusal in OpenRouter's form: 403, with the reasons as metadata. */
  private static boolean isModerated(ErrorResponse response) {
    JsonNode metadata = response.error().path("metadata");
    return response.status() == 403 && (metadata.has("reasons") || metadata.has("flagged_input"));
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

  private static ErrorResponse withImpliedStatus(ErrorResponse response) {
    return Stream.of("code", "type")
        .map(field -> IMPLIED_STATUS.get(response.error().path(field).asText()))
        .filter(Objects::nonNull)
        .findFirst()
        .map(status -> withStatus(response, status))
        .orElse(response);
  }

  private static ErrorResponse withStatus(ErrorResponse response, int status) {
    FailureOrigin origin = response.origin();
    FailureOrigin meant =
        new FailureOrigin(origin.provider(), status, origin.requestId(), origin.excerpt());
    return new ErrorResponse(meant, response.headers(), response.body(), response.retryAfter());
  }
}
