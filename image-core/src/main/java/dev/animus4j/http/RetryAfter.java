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
 * How long a provider asks to be left alone: {@code retry-after-ms}, else {@code Retry-After} in
 * seconds or as a date (RFC 9110 §10.2.3), else the {@code x-ratelimit-reset} family. What cannot
 * be understood is passed over, what lies in the past is zero.
 */
public final class RetryAfter {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final Pattern PIECE =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(h|ms|m|us|µs|ns|s)");
  private static final String REMAINING = "x-ratelimit-remaining";
  private static final List<String> LIMITS = List.of("-requests", "-tokens", "");
  private static final List<String> ALL_REMAINING = LIMITS.stream().map(REMAINING::concat).toList();

  private RetryAfter() {}

  /**
   * What the headers of an answer ask for.
   *
   * @param now the time by our clock; a date is measured against the answer's own {@code Date} when
   *     there is one, so that a clock that is off does no harm
   */
  public static Optional<Duration> of(MultiMap headers, Instant now) {
    return first(headers, "retry-after-ms", RetryAfter::millis)
        .or(() -> first(headers, "retry-after", RetryAfter::seconds))
        .or(() -> first(headers, "retry-after", text -> until(text, headers, now)))
        .or(() -> reset(headers));
  }

  /** How long a limit stays used up of which the headers of any answer say that nothing remains. */
  static Optional<Duration> usedUp(MultiMap headers) {
    for (String remaining : ALL_REMAINING) {
      if (headers.contains(remaining)) {
        return longest(headers, LIMITS.stream().filter(limit -> isUsedUp(headers, limit)));
      }
    }
    return Optional.empty();
  }

  private static boolean isUsedUp(MultiMap headers, String limit) {
    return headers.contains(REMAINING + limit) && usedUp(headers.get(REMAINING + limit));
  }

  /** Reads {@code 26.66s}, {@code 2m59.56s}, {@code 1h2m3s}, {@code 12ms}. */
  public static Optional<Duration> duration(String text) {
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

  private static Optional<Duration> millis(String text) {
    return number(text, 1_000_000);
  }

  private static Optional<Duration> seconds(String text) {
    return number(text, 1_000_000_000);
  }

  private static Optional<Duration> number(String text, long unit) {
    boolean valid = NUMBER.matcher(text).matches();
    return valid
        ? Optional.of(Duration.ofNanos(Math.round(Double.parseDouble(text) * unit)))
        : Optional.empty();
  }

  private static Optional<Duration> until(String text, MultiMap headers, Instant now) {
    Instant reference = first(headers, "date", date -> HttpDate.parse(date, now)).orElse(now);
    return HttpDate.parse(text, reference)
        .map(date -> Duration.between(reference, date))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  /** The longest of the limits that are used up; that some limit will be reset says nothing. */
  private static Optional<Duration> reset(MultiMap headers) {
    return longest(
        headers, LIMITS.stream().filter(limit -> usedUp(headers.get(REMAINING + limit))));
  }

  private static Optional<Duration> longest(MultiMap headers, Stream<String> limits) {
    return limits
        .flatMap(limit -> first(headers, "x-ratelimit-reset" + limit, RetryAfter::wait).stream())
        .filter(wait -> !wait.isZero())
        .max(Duration::compareTo);
  }

  private static boolean usedUp(String remaining) {
    return remaining == null || remaining.strip().matches("0+(\\.0+)?|-.*");
  }

  private static Optional<Duration> wait(String text) {
    return duration(text).or(() -> seconds(text));
  }

  private static <T> Optional<T> first(
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
