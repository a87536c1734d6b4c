package dev.animus4j.chatbot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.IntStream;

/**
 * Something that only some may know, and no log.
 *
 * @param value what it is
 */
public record Secret(String value) {
  private static final int SHORTEST = 32;
  private static final int FEWEST = 10;

  /** A new one. */
  static Secret random() {
    return new Secret(Signature.random(SHORTEST));
  }

  /** The one of this variable; fails when it can be guessed. */
  static Secret given(String variable, String value) {
    if (value.length() < SHORTEST
        || value.chars().distinct().count() < FEWEST
        || isRepeated(value)
        || isRow(value)) {
      throw new IllegalStateException(
          variable
              + " can be guessed: set it to at least "
              + SHORTEST
              + " random characters, such as `openssl rand -base64 32` prints.");
    }
    return new Secret(value);
  }

  /** Whether it is the same again and again. */
  private static boolean isRepeated(String value) {
    return IntStream.rangeClosed(1, value.length() / 2)
        .anyMatch(at -> value.startsWith(value.substring(at)));
  }

  /** Whether most characters only follow the one before, as in an alphabet. */
  private static boolean isRow(String value) {
    long steps =
        IntStream.range(1, value.length())
            .filter(at -> Math.abs(value.charAt(at) - value.charAt(at - 1)) <= 1)
            .count();
    return 2 * steps > value.length();
  }

  /** Takes the same time wherever a wrong one differs. */
  boolean is(String other) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Says that there is one. */
  @Override
  public String toString() {
    return "Secret[…]";
  }
}
