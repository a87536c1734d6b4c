package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/** Range of a number in a request, which may be missing. */
record NumberRule(String name, String lowest, String highest, boolean whole) {
  private static final String INT = "2147483647";

  /** The numbers of a chat request of the OpenAI protocol. */
  static final List<NumberRule> OPENAI =
      List.of(
          whole("n", "1", "128"),
          whole("max_tokens", "1", INT),
          whole("max_completion_tokens", "1", INT),
          whole("seed", "-9223372036854775808", "9223372036854775807"),
          whole("top_logprobs", "0", "20"),
          new NumberRule("temperature", "0", "2", false),
          new NumberRule("top_p", "0", "1", false),
          new NumberRule("presence_penalty", "-2", "2", false),
          new NumberRule("frequency_penalty", "-2", "2", false));

  /** Those of Animus, which takes any number that is one. */
  static final List<NumberRule> ANIMUS =
      List.of(
          whole("n", "1", "128"),
          whole("max_tokens", "-" + INT, INT),
          whole("max_completion_tokens", "-" + INT, INT),
          whole("seed", "-9223372036854775808", "9223372036854775807"));

  /** Those of the generation configuration of Gemini. */
  static final List<NumberRule> GEMINI =
      List.of(
          whole("candidateCount", "1", "8"),
          whole("maxOutputTokens", "1", INT),
          whole("seed", "-2147483648", INT),
          new NumberRule("topK", "0", INT, false),
          new NumberRule("topP", "0", "1", false),
          new NumberRule("temperature", "0", "2", false));

  private static NumberRule whole(String name, String lowest, String highest) {
    return new NumberRule(name, lowest, highest, true);
  }

  /** Rejects a request with a number that is none, or out of range. */
  static void check(JsonNode request, List<NumberRule> rules) {
    rules.forEach(rule -> rule.check(request.path(rule.name)));
  }

  /** A whole number of a request, also as the text of a form; rejected when out of range. */
  static int integer(JsonNode request, String name, int otherwise, int highest) {
    JsonNode number = request.path(name);
    whole(name, "1", Integer.toString(highest)).check(number);
    return number.isNull() ? otherwise : number.asInt(otherwise);
  }

  void check(JsonNode number) {
    if (number.isMissingNode() || number.isNull()) {
      return;
    }
    String text = number.asText();
    if (!text.matches("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?")) {
      throw invalid();
    }
    BigDecimal value = new BigDecimal(text);
    boolean inside =
        value.compareTo(new BigDecimal(lowest)) >= 0
            && value.compareTo(new BigDecimal(highest)) <= 0;
    if (!inside || (whole && value.stripTrailingZeros().scale() > 0)) {
      throw invalid();
    }
  }

  private RejectedRequest invalid() {
    String kind = whole ? "a whole number" : "a number";
    return RejectedRequest.invalid(
        "Invalid '%s': expected %s from %s to %s.".formatted(name, kind, lowest, highest),
        name,
        "invalid_value");
  }
}
