package dev.animus4j.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.ErrorResponse;
import dev.animus4j.http.FailureMapping;
import dev.animus4j.http.RetryAfter;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Maps errors of Google's APIs to failures: {@code {"error": {code, message, status, details}}}.
 * The details come in any order, and any may be missing. There is no {@code Retry-After}: the retry
 * delay is in a detail, else in the message.
 */
final class GeminiFailures {
  private static final Pattern RETRY_IN = Pattern.compile("(?i)retry in ([0-9.]+m?s)");
  private static final Pattern NOTHING_GRANTED = Pattern.compile("limit: 0(?![0-9.])");

  private GeminiFailures() {}

  static AnimusException toException(ErrorResponse response) {
    JsonNode error = response.error();
    FailureOrigin origin = response.origin();
    Duration wait = retryDelay(response).orElse(null);
    if (details(error).anyMatch(detail -> text(detail, "reason").startsWith("API_KEY_"))) {
      return new AnimusException.Authentication(origin, "the API key is refused", null);
    }
    return switch (text(error, "status")) {
      case "RESOURCE_EXHAUSTED" ->
          isPermanent(error)
              ? new AnimusException.QuotaExhausted(origin, null)
              : new AnimusException.RateLimited(origin, wait);
      case "FAILED_PRECONDITION" ->
          new AnimusException.Authentication(origin, "not offered to this account", null);
      case "CANCELLED" -> new AnimusException.Cancelled(origin, "the provider takes us for gone");
      default -> FailureMapping.openAi().toException(response.withRetryAfter(wait));
    };
  }

  /** A daily quota names a short delay too; and some accounts have a limit of 0. */
  private static boolean isPermanent(JsonNode error) {
    boolean daily =
        details(error)
            .flatMap(detail -> nodes(detail.path("violations")))
            .anyMatch(violation -> text(violation, "quotaId").contains("PerDay"));
    return daily || NOTHING_GRANTED.matcher(text(error, "message")).find();
  }

  private static Optional<Duration> retryDelay(ErrorResponse response) {
    JsonNode error = response.error();
    return delayAt(error, "/retryDelay")
        .or(() -> Optional.ofNullable(response.retryAfter()))
        .or(() -> delayAt(error, "/metadata/quotaResetDelay"))
        .or(() -> delayInMessage(text(error, "message")));
  }

  private static Optional<Duration> delayAt(JsonNode error, String place) {
    return details(error)
        .flatMap(detail -> RetryAfter.parseDuration(detail.at(place).asText()).stream())
        .findFirst();
  }

  private static Optional<Duration> delayInMessage(String message) {
    Matcher delay = RETRY_IN.matcher(message);
    return delay.find() ? RetryAfter.parseDuration(delay.group(1)) : Optional.empty();
  }

  private static Stream<JsonNode> details(JsonNode error) {
    return nodes(error.path("details"));
  }

  private static Stream<JsonNode> nodes(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
