package dev.animus4j.chatbot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.IntStream;

/**
 * Secret that must not be logged.
 *
 * @param value the secret itself
 */
public record SecretValue(String value) {
  private static final int SHORTEST = 32;
  private static final int FEWEST = 10;

  /** Generates a secret. */
  static SecretValue random() {
    return new SecretValue(HmacSigner.randomText(SHORTEST));
  }

  /** The secret of this variable; fails if it can be guessed. */
  static SecretValue ofVariable(String variable, String value) {
    if (value.length() < SHORTEST
        || value.chars().distinct().count() < FEWEST
        || isRepeated(value)
        || isSequence(value)) {
      throw new IllegalStateException(
          variable
              + " can be guessed: set it to at least "
              + SHORTEST
              + " random characters, such as `openssl rand -base64 32` prints.");
    }
    return new SecretValue(value);
  }

  /** Whether it repeats one sequence. */
  private static boolean isRepeated(String value) {
    return IntStream.rangeClosed(1, value.length() / 2)
        .anyMatch(at -> value.startsWith(value.substring(at)));
  }

  /** Whether most characters follow the one before, as in an alphabet. */
  private static boolean isSequence(String value) {
    long steps =
        IntStream.range(1, value.length())
            .filter(at -> Math.abs(value.charAt(at) - value.charAt(at - 1)) <= 1)
            .count();
    return 2 * steps > value.length();
  }

  /** Compares in constant time. */
  boolean matches(String other) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** A placeholder without the value. */
  @Override
  public String toString() {
    return "Secret[…]";
  }
}
