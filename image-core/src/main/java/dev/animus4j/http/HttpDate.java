package dev.animus4j.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parser for dates in the three forms of RFC 9110 §5.6.7. The day of the week is not checked, and
 * UTC is accepted for GMT.
 */
final class HttpDate {
  private HttpDate() {}

  /**
   * @param now decides the century of a year of two digits: at most 50 years ahead
   */
  static Optional<Instant> parse(String text, Instant now) {
    String date =
        text.strip().replaceFirst("^[A-Za-z]+,?\\s+", "").replaceFirst("\\s(GMT|UTC)$", "");
    String single = date.replaceAll("\\s+", " ");
    return forms(now).stream().flatMap(form -> parse(single, form).stream()).findFirst();
  }

  private static Optional<Instant> parse(String date, DateTimeFormatter form) {
    try {
      return Optional.of(LocalDateTime.parse(date, form).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static List<DateTimeFormatter> forms(Instant now) {
    int thisYear = now.atZone(ZoneOffset.UTC).getYear();
    DateTimeFormatter rfc850 =
        new DateTimeFormatterBuilder()
            .appendPattern("d-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, thisYear - 49)
            .appendPattern(" HH:mm:ss")
            .toFormatter(Locale.ENGLISH);
    return List.of(form("d MMM uuuu HH:mm:ss"), rfc850, form("MMM d HH:mm:ss uuuu"));
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
