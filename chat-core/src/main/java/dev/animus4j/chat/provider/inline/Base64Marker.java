package dev.animus4j.chat.provider.inline;

import org.jspecify.annotations.Nullable;

/**
 * Marker that stands for the base64 of an image in JSON from which it was taken: its number between
 * two private characters. One that a server makes up can only mean an image of the same response.
 */
final class Base64Marker {
  static final char BEGIN = '\uF8F0';
  static final char END = '\uF8F1';

  /** As a regular expression; its digits are the number. */
  static final String PATTERN = BEGIN + "[0-9]{1,4}" + END;

  private Base64Marker() {}

  static String of(int number) {
    return String.valueOf(BEGIN) + number + END;
  }

  /** The number of the marker that is this text; null when it is none. */
  static @Nullable Integer number(String text) {
    return text.length() < 8 && text.matches(PATTERN)
        ? Integer.valueOf(text.substring(1, text.length() - 1))
        : null;
  }
}
