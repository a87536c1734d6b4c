package dev.animus4j.chatbot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Variables of the environment that begin with {@code CHATBOT_}, as what they stand for. */
record Variables(Function<String, @Nullable String> values) {

  Optional<String> text(String name) {
    String value = values.apply(full(name));
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  boolean is(String name) {
    return text(name, "").equalsIgnoreCase("true");
  }

  /** What is written with commas between. */
  List<String> list(String name) {
    return Stream.of(text(name, "").split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  Optional<Secret> secret(String name) {
    return text(name).map(value -> Secret.given(full(name), value));
  }

  /** A number that is not negative. */
  long number(String name, long otherwise) {
    return read(name, "" + otherwise, Long::parseLong);
  }

  /** Seconds, also parts of them. */
  Duration seconds(String name, double otherwise) {
    return Duration.ofMillis((long) (1_000 * read(name, "" + otherwise, Double::parseDouble)));
  }

  private <N extends Number> N read(String name, String otherwise, Function<String, N> reader) {
    String value = text(name, otherwise);
    try {
      N number = reader.apply(value);
      if (number.doubleValue() >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException(full(name) + " is no number: " + value, e);
    }
    throw new IllegalStateException(full(name) + " must not be negative: " + value);
  }

  private static String full(String name) {
    return "CHATBOT_" + name;
  }
}
