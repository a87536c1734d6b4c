package dev.animus4j.http;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Wait that a provider asks for: {@code retry-after-ms}, else {@code Retry-After} in seconds or as
 * a date (RFC 9110 §10.2.3), else the {@code x-ratelimit-reset} family. Malformed values are
 * skipped; a time in the past is zero.
 */
public final class RetryAfter {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final Pattern TIME = Pattern.compile("[0-9]{10,13}");
  private static final Pattern PIECE =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(h|ms|m|us|µs|ns|s)");
  private static final String REMAINING = "x-ratelimit-remaining";
  private static final List<String> LIMITS = List.of("-requests", "-tokens", "");
  private static final List<String> ALL_REMAINING = LIMITS.stream().map(REMAINING::concat).toList();

  private RetryAfter() {}

  /**
   * Parses the wait from the headers of a response.
   *
   * @param now the local time; a date is compared with the response's own {@code Date} if present,
   *     so that a wrong local clock does no harm
   */
  public static Optional<Duration> parse(MultiMap headers, Instant now) {
    return firstValue(headers, "retry-after-ms", RetryAfter::millis)
        .or(() -> firstValue(headers, "retry-after", RetryAfter::seconds))
        .or(() -> firstValue(headers, "retry-after", text -> delayUntil(text, headers, now)))
        .or(() -> resetDelay(headers));
  }

  /**
   * Returns the time until the reset of a limit that the headers of any response report as used up.
   */
  static Optional<Duration> usedUp(MultiMap headers) {
    for (String remaining : ALL_REMAINING) {
      if (headers.contains(remaining)) {
        return longestReset(headers, LIMITS.stream().filter(limit -> isUsedUp(headers, limit)));
      }
    }
    return Optional.empty();
  }

  private static boolean isUsedUp(MultiMap headers, String limit) {
    return headers.contains(REMAINING + limit) && usedUp(headers.get(REMAINING + limit));
  }

  /** Reads {@code 26.66s}, {@code 2m59.56s}, {@code 1h2m3s}, {@code 12ms}. */
  public static Optional<Duration> parseDuration(String text) {
    Matcher piece = PIECE.matcher(text);
    double nanos = 0;
    int end = 0;
    while (piece.find() && piece.start() == end) {
      nanos += Double.parseDouble(piece.group(1)) * unit(piece.group(2));
      end = piece.end();
    }
    boolean valid = end > 0 && end == text.length();
    return valid ? Optional.of(Duration.ofNanos(Math.round(nanos))) : Optional.empty();
  }

  static Optional<Duration> millis(String text) {
    return number(text, 1_000_000);
  }

  private static Optional<Duration> seconds(String text) {
    return number(text, 1_000_000_000);
  }

  /** Reads seconds; a number that is too large for them is a time, in seconds or milliseconds. */
  static Optional<Duration> secondsOrTime(String text, Instant now) {
    if (!TIME.matcher(text).matches()) {
      return seconds(text);
    }
    long time = Long.parseLong(text);
    Instant reset = text.length() > 11 ? Instant.ofEpochMilli(time) : Instant.ofEpochSecond(time);
    Duration wait = Duration.between(now, reset);
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }

  private static Optional<Duration> number(String text, long unit) {
    boolean valid = NUMBER.matcher(text).matches();
    return valid
        ? Optional.of(Duration.ofNanos(Math.round(Double.parseDouble(text) * unit)))
        : Optional.empty();
  }

  private static Optional<Duration> delayUntil(String text, MultiMap headers, Instant now) {
    Instant reference = firstValue(headers, "date", date -> HttpDate.parse(date, now)).orElse(now);
    return HttpDate.parse(text, reference)
        .map(date -> Duration.between(reference, date))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  /** Returns the longest reset among the used-up limits; resets of other limits are ignored. */
  private static Optional<Duration> resetDelay(MultiMap headers) {
    return longestReset(
        headers, LIMITS.stream().filter(limit -> usedUp(headers.get(REMAINING + limit))));
  }

  private static Optional<Duration> longestReset(MultiMap headers, Stream<String> limits) {
    return limits
        .flatMap(
            limit -> firstValue(headers, "x-ratelimit-reset" + limit, RetryAfter::delay).stream())
        .filter(wait -> !wait.isZero())
        .max(Duration::compareTo);
  }

  private static boolean usedUp(String remaining) {
    return remaining == null || remaining.strip().matches("0+(\\.0+)?|-.*");
  }

  private static Optional<Duration> delay(String text) {
    return parseDuration(text).or(() -> secondsOrTime(text, Instant.now()));
  }

  private static <T> Optional<T> firstValue(
      MultiMap headers, String name, Function<String, Optional<T>> read) {
    return headers.getAll(name).stream()
        .flatMap(text -> read.apply(text.strip()).stream())
        .findFirst();
  }

  private static double unit(String name) {
    return switch (name) {
      case "h" -> 3600e9;
      case "m" -> 60e9;
      case "s" -> 1e9;
      case "ms" -> 1e6;
      case "us", "µs" -> 1e3;
      default -> 1;
    };
  }
}
