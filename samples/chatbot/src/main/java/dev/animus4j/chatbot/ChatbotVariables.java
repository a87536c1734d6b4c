package dev.animus4j.chatbot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Variables of the environment that begin with {@code CHATBOT_}, parsed. */
record ChatbotVariables(Function<String, @Nullable String> values) {

  Optional<String> text(String name) {
    String value = values.apply(fullName(name));
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  String text(String name, String fallback) {
    return text(name).orElse(fallback);
  }

  /** The value, which may be empty on purpose; the fallback only if there is none. */
  String textOrBlank(String name, String fallback) {
    String value = values.apply(fullName(name));
    return value == null ? fallback : value.strip();
  }

  boolean isTrue(String name) {
    return text(name, "").equalsIgnoreCase("true");
  }

  /** A comma-separated list. */
  List<String> list(String name) {
    return Stream.of(text(name, "").split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  Optional<SecretValue> secret(String name) {
    return text(name).map(value -> SecretValue.ofVariable(fullName(name), value));
  }

  /** A non-negative number. */
  long number(String name, long fallback) {
    return parse(name, "" + fallback, Long::parseLong);
  }

  /** A number of seconds, also a fraction. */
  Duration seconds(String name, double fallback) {
    return Duration.ofMillis((long) (1_000 * parse(name, "" + fallback, Double::parseDouble)));
  }

  private <N extends Number> N parse(String name, String fallback, Function<String, N> reader) {
    String value = text(name, fallback);
    try {
      N number = reader.apply(value);
      if (number.doubleValue() >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException(fullName(name) + " is no number: " + value, e);
    }
    throw new IllegalStateException(fullName(name) + " must not be negative: " + value);
  }

  private static String fullName(String name) {
    return "CHATBOT_" + name;
  }
}
