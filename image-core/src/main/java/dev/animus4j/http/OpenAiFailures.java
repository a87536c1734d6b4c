package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Stage;
import dev.animus4j.failure.FailureOrigin;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps errors of the OpenAI dialect, and of the providers and routers that speak it, to failures:
 * by {@link ErrorKind}, else by status.
 */
final class OpenAiFailures {
  /** The status that stands for errors that name none, within a 200. */
  private static final Map<String, Integer> IMPLIED_STATUS =
      Map.ofEntries(
          Map.entry("invalid_request_error", 400),
          Map.entry("authentication_error", 401),
          Map.entry("invalid_api_key", 401),
          Map.entry("permission_error", 403),
          Map.entry("not_found_error", 404),
          Map.entry("model_not_found", 404),
          Map.entry("request_too_large", 413),
          Map.entry("overloaded_error", 503),
          Map.entry("server_is_overloaded", 503),
          Map.entry("service_unavailable_error", 503));

  private static final Pattern VIOLATIONS =
      Pattern.compile("safety_violations=\\[([^\\[\\]]{0,1000}+)]");

  private OpenAiFailures() {}

  /** Maps an error; {@code x-should-retry} may override whether it is transient. */
  static AnimusException toException(ErrorResponse response) {
    ErrorDetails error = ErrorDetails.of(response);
    ErrorResponse timed = response.withRetryAfter(retryAfter(error, response));
    AnimusException failure = toException(error, timed);
    return switch (String.valueOf(response.headers().get("x-should-retry"))) {
      case "false" -> failure.isTransient() ? toPermanent(failure) : failure;
      case "true" ->
          failure instanceof AnimusException.InvalidRequest ? toUnavailable(timed) : failure;
      default -> failure;
    };
  }

  private static @Nullable Duration retryAfter(ErrorDetails error, ErrorResponse response) {
    Duration inHeaders = response.retryAfter();
    return ErrorWait.inFields(error)
        .orElseGet(
            () -> inHeaders == null ? ErrorWait.inWords(error.message()).orElse(null) : inHeaders);
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

  private static AnimusException toException(ErrorDetails error, ErrorResponse response) {
    FailureOrigin origin = response.origin();
    if (error.values("reason").anyMatch(reason -> reason.asText().startsWith("API_KEY_"))) {
      return new AnimusException.Authentication(origin, "the API key is refused", null);
    }
    ErrorKind kind = new ErrorClassifier(error, status(response)).kind();
    return kind == null
        ? byStatus(error, response)
        : switch (kind) {
          case REFUSED ->
              new AnimusException.ContentPolicy(origin, stage(error), categories(error));
          case CONTEXT_LENGTH -> new AnimusException.ContextLengthExceeded(origin);
          case TOO_LARGE ->
              new AnimusException.InvalidRequest(
                  origin, "the request is larger than what is granted");
          case USED_UP_FOR_THE_DAY, EXHAUSTED ->
              new AnimusException.QuotaExhausted(origin, renewal(error, response));
          case RATE_LIMITED -> new AnimusException.RateLimited(origin, response.retryAfter());
        };
  }

  private static AnimusException byStatus(ErrorDetails error, ErrorResponse response) {
    int status = impliedStatus(error, status(response));
    return status == 402 && response.retryAfter() != null
        ? new AnimusException.RateLimited(response.origin(), response.retryAfter())
        : StatusFailures.toException(response, status);
  }

  /** No wait helps where nothing is granted, although such errors name one. */
  private static @Nullable Duration renewal(ErrorDetails error, ErrorResponse response) {
    return new GoogleQuota(error).isGranted() ? response.retryAfter() : null;
  }

  /** The innermost status, since a router's own says little. */
  private static int status(ErrorResponse response) {
    int status = ErrorDetails.status(response.body());
    return status == 0 ? response.status() : status;
  }

  private static int impliedStatus(ErrorDetails error, int status) {
    return status / 100 != 2
        ? status
        : error
            .codes()
            .filter(IMPLIED_STATUS::containsKey)
            .map(IMPLIED_STATUS::get)
            .findFirst()
            .orElse(status);
  }

  private static Stage stage(ErrorDetails error) {
    return error.codes().anyMatch(code -> code.startsWith("Output")) ? Stage.OUTPUT : Stage.PROMPT;
  }

  private static List<String> categories(ErrorDetails error) {
    Matcher violations = VIOLATIONS.matcher(error.message());
    Stream<String> named =
        violations.find()
            ? Arrays.stream(violations.group(1).split(",")).map(String::strip)
            : Stream.of();
    Stream<String> listed = error.layers().stream().map(FilterCategories::of).flatMap(List::stream);
    return Stream.concat(listed, named).filter(word -> !word.isBlank()).distinct().toList();
  }
}
