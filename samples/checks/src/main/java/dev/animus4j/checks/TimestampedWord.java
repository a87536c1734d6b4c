package dev.animus4j.checks;

import java.time.Instant;

/**
 * Word that encodes its position and time of sending, about as long as the longer words of a
 * language; a space ends it.
 *
 * @param number from 0 within its stream
 * @param micros since a start that both sides know
 */
record TimestampedWord(int stream, int number, long micros) {
  private static final int RADIX = 36;

  /** Microseconds since 1970, by the clock that all processes of a machine share. */
  static long clock() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  /** Parses what {@link #toString} wrote, between two indices of a text. */
  static TimestampedWord read(String text, int from, int end) {
    int first = text.indexOf('.', from);
    int second = text.indexOf('.', first + 1);
    return new TimestampedWord(
        Integer.parseInt(text, from, first, RADIX),
        Integer.parseInt(text, first + 1, second, RADIX),
        Long.parseLong(text, second + 1, end, RADIX));
  }

  @Override
  public String toString() {
    return Integer.toString(stream, RADIX)
        + '.'
        + Integer.toString(number, RADIX)
        + '.'
        + Long.toString(micros, RADIX)
        + ' ';
  }
}
