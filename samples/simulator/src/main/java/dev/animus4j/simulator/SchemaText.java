package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Text of the user, of which values for a schema are made, by their names and bounds. */
record SchemaText(String text, Optional<String> earlierImage) {
  private static final int LONGEST = 10_000;
  private static final Pattern PLACE = Pattern.compile("\\b(?:in|at|for) (\\p{Lu}[\\p{L}-]*)");
  private static final String DATE = "2026-11-20";
  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry("date", DATE),
          Map.entry("time", "08:00:00Z"),
          Map.entry("date-time", "2026-11-20T08:00:00Z"),
          Map.entry("duration", "PT1H"),
          Map.entry("uuid", "7d444840-9dc0-11d1-b245-5ffdce74fad2"),
          Map.entry("email", "anna@example.com"),
          Map.entry("idn-email", "anna@example.com"),
          Map.entry("hostname", "example.com"),
          Map.entry("ipv4", "192.0.2.1"),
          Map.entry("ipv6", "2001:db8::1"),
          Map.entry("uri", "https://example.com/"),
          Map.entry("uri-reference", "/example"),
          Map.entry("url", "https://example.com/"),
          Map.entry("json-pointer", "/example"),
          Map.entry("regex", "^a$"));

  static SchemaText of(String text) {
    List<JsonNode> transcript = transcript(text);
    return new SchemaText(
        texts(transcript, "user").reduce((earlier, later) -> later).orElse(text),
        texts(transcript, "assistant")
            .flatMap(ImagePromptParser::describedImages)
            .reduce((earlier, later) -> later));
  }

  /** The messages of a conversation that is sent as JSON to be judged; empty for other texts. */
  private static List<JsonNode> transcript(String text) {
    List<JsonNode> messages = new ArrayList<>();
    if (text.startsWith("[{\"role\":")) {
      try {
        JsonBuffers.read(Buffer.buffer(text)).forEach(messages::add);
      } catch (RejectedRequest notJson) {
        return List.of();
      }
    }
    return messages;
  }

  private static Stream<String> texts(List<JsonNode> messages, String role) {
    return messages.stream()
        .filter(message -> message.path("role").asText().equals(role))
        .map(message -> message.path("content").asText());
  }

  boolean contains(String option) {
    return text.toLowerCase(Locale.ROOT).contains(option.toLowerCase(Locale.ROOT));
  }

  boolean flag(String name) {
    boolean isChange = changedImage().isPresent();
    return !name.matches("(?i).*(image|picture|photo).*")
        || isChange
        || (!name.contains("change") && ImagePromptParser.requestedImage(text).isPresent());
  }

  /** A string for the name, within the bounds of the schema. */
  String string(String name, JsonNode schema) {
    long least = schema.path("minLength").asLong(0);
    long most = Math.max(least, schema.path("maxLength").asLong(LONGEST));
    if (least > LONGEST) {
      throw RejectedRequest.invalid("The schema demands too long a text.", null, "invalid_schema");
    }
    if (schema.path("pattern").isTextual()) {
      return PatternSample.of(schema.path("pattern").asText(), least);
    }
    String format = FORMATS.get(schema.path("format").asText());
    return format == null ? fit(string(name), (int) least, (int) Math.min(most, LONGEST)) : format;
  }

  private static String fit(String text, int least, int most) {
    int length = text.codePointCount(0, text.length());
    return length > most
        ? text.substring(0, text.offsetByCodePoints(0, most))
        : text + ".".repeat(Math.max(0, least - length));
  }

  /** Another value like this one, for a list in which each occurs once. */
  static JsonNode vary(JsonNode value, int index) {
    if (index == 0) {
      return value;
    }
    if (value.isNumber()) {
      return JsonNodeFactory.instance.numberNode(value.asLong() + index);
    }
    return value.isTextual()
        ? JsonNodeFactory.instance.textNode(value.asText() + " " + (index + 1))
        : value;
  }

  private Optional<String> changedImage() {
    return earlierImage.flatMap(
        image -> ImagePromptParser.requestedChange(text).map(change -> image + ", " + change));
  }

  private String string(String name) {
    if (name.matches("(?i).*prompt.*")) {
      return changedImage().or(() -> ImagePromptParser.requestedImage(text)).orElse(text);
    }
    if (name.matches("(?i).*(city|location|place|town).*")) {
      Matcher found = PLACE.matcher(text);
      return found.find() ? found.group(1) : "Paris";
    }
    return name.matches("(?i).*date.*") ? DATE : text;
  }
}
