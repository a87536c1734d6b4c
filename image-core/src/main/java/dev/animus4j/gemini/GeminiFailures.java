package dev.animus4j.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.ErrorAnswer;
import dev.animus4j.http.Failures;
import dev.animus4j.http.RetryAfter;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What errors of Google's APIs mean: {@code {"error": {code, message, status, details}}}. The
 * details come in any order, and any may be missing. There is no {@code Retry-After}: when to come
 * back stands in a detail, else in the message.
 */
final class GeminiFailures {
  private static final Pattern RETRY_IN = Pattern.compile("(?i)retry in ([0-9.]+m?s)");
  private static final Pattern NOTHING_GRANTED = Pattern.compile("limit: 0(?![0-9.])");

  private GeminiFailures() {}

  static AnimusException of(ErrorAnswer answer) {
    JsonNode error = answer.error();
    Origin origin = answer.origin();
    Duration wait = wait(answer).orElse(null);
    if (details(error).anyMatch(detail -> text(detail, "reason").startsWith("API_KEY_"))) {
      return new AnimusException.Authentication(origin, "the API key is refused", null);
    }
    return switch (text(error, "status")) {
      case "RESOURCE_EXHAUSTED" ->
          isLasting(error)
              ? new AnimusException.QuotaExhausted(origin, null)
              : new AnimusException.RateLimited(origin, wait);
      case "FAILED_PRECONDITION" ->
          new AnimusException.Authentication(origin, "not offered to this account", null);
      case "CANCELLED" -> new AnimusException.Cancelled(origin, "the provider takes us for gone");
      default -> Failures.byStatus().of(answer.withRetryAfter(wait));
    };
  }

  /** A daily quota names a short delay too; and some accounts are granted nothing at all. */
  private static boolean isLasting(JsonNode error) {
    boolean daily =
        details(error)
            .flatMap(detail -> nodes(detail.path("violations")))
            .anyMatch(violation -> text(violation, "quotaId").contains("PerDay"));
    return daily || NOTHING_GRANTED.matcher(text(error, "message")).find();
  }

  private static Optional<Duration> wait(ErrorAnswer answer) {
    JsonNode error = answer.error();
    return asked(error, "/retryDelay")
        .or(() -> Optional.ofNullable(answer.retryAfter()))
        .or(() -> asked(error, "/metadata/quotaResetDelay"))
        .or(() -> inWords(text(error, "message")));
  }

  private static Optional<Duration> asked(JsonNode error, String place) {
    return details(error)
        .flatMap(detail -> RetryAfter.duration(detail.at(place).asText()).stream())
        .findFirst();
  }

  private static Optional<Duration> inWords(String message) {
    Matcher delay = RETRY_IN.matcher(message);
    return delay.find() ? RetryAfter.duration(delay.group(1)) : Optional.empty();
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
