package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Wait that the body of an error names: in a field, else in words. */
final class ErrorWait {
  private static final List<String> FIELDS =
      List.of(
          "retryDelay",
          "retry_delay",
          "retry_after_ms",
          "retryAfterMs",
          "retry_after",
          "retryAfter",
          "retry_after_seconds",
          "retryAfterSeconds",
          "Retry-After",
          "retry-after",
          "quotaResetDelay",
          "quota_reset_delay",
          "resets_in_seconds",
          "resets_at",
          "reset_at",
          "X-RateLimit-Reset",
          "x-ratelimit-reset");

  private static final long MOST_SECONDS = 999_999_999;

  private static final String PIECE =
      "(\\d{1,9}(?:\\.\\d{1,9})?)\\s{0,2}"
          + "(ms|millis|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)"
          + "(?![a-z])";
  private static final Pattern PIECES = Pattern.compile(PIECE, Pattern.CASE_INSENSITIVE);
  private static final Pattern WORDS =
      Pattern.compile(
          "\\b(?:retry(?:ing)?|try(?:ing)? again|wait|available|resets?|replenished|renews?)\\b"
              + "\\D{0,40}?((?:"
              + PIECE
              + "[\\s,]{0,2}(?:and\\s)?){1,4})",
          Pattern.CASE_INSENSITIVE);

  /** The delay of Google's errors as its client for Python writes them. */
  private static final Pattern TEXT_FORMAT =
      Pattern.compile("retry_delay ?\\{\\s{0,9}seconds: ?(\\d{1,9})");

  private ErrorWait() {}

  static Optional<Duration> inFields(ErrorDetails error) {
    return FIELDS.stream()
        .flatMap(name -> error.values(name).flatMap(value -> parse(name, value)))
        .findFirst();
  }

  static Optional<Duration> inWords(String message) {
    Matcher words = WORDS.matcher(message);
    if (words.find()) {
      return PIECES.matcher(words.group(1)).results().map(ErrorWait::piece).reduce(Duration::plus);
    }
    Matcher field = TEXT_FORMAT.matcher(message);
    return field.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(field.group(1))))
        : Optional.empty();
  }

  private static Stream<Duration> parse(String name, JsonNode value) {
    if (value.isObject()) {
      return secondsAndNanos(value).stream();
    }
    String text = value.asText().strip();
    boolean millis = name.toLowerCase(Locale.ROOT).endsWith("ms");
    return RetryAfter.parseDuration(text)
        .or(() -> millis ? RetryAfter.millis(text) : RetryAfter.secondsOrTime(text, Instant.now()))
        .or(() -> untilTime(text))
        .stream();
  }

  /** Reads a duration whose fields are written apart, each of which may be missing. */
  private static Optional<Duration> secondsAndNanos(JsonNode value) {
    long seconds = value.path("seconds").asLong(0);
    long nanos = value.path("nanos").asLong(0);
    boolean isDuration = value.isEmpty() || value.has("seconds") || value.has("nanos");
    boolean isSensible =
        seconds >= 0 && seconds <= MOST_SECONDS && nanos >= 0 && nanos < 1_000_000_000;
    return isDuration && isSensible
        ? Optional.of(Duration.ofSeconds(seconds, nanos))
        : Optional.empty();
  }

  private static Optional<Duration> untilTime(String text) {
    try {
      Duration wait = Duration.between(Instant.now(), Instant.parse(text));
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration piece(MatchResult piece) {
    double number = Double.parseDouble(piece.group(1));
    String unit = piece.group(2).toLowerCase(Locale.ROOT);
    double millis =
        unit.startsWith("ms") || unit.startsWith("milli")
            ? 1
            : switch (unit.charAt(0)) {
              case 's' -> 1e3;
              case 'm' -> 60e3;
              case 'h' -> 3600e3;
              default -> 86_400e3;
            };
    return Duration.ofMillis(Math.round(number * millis));
  }
}
