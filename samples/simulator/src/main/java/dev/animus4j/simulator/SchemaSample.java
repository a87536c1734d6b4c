package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Value that satisfies a JSON Schema, taken from the text of the user where it fits. */
final class SchemaSample {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final Pattern PLACE = Pattern.compile("\\b(?:in|at|for) (\\p{Lu}[\\p{L}-]*)");
  private static final String DATE = "2026-11-20";
  private static final Map<String, String> FORMATS =
      Map.of(
          "date", DATE,
          "time", "08:00:00",
          "date-time", "2026-11-20T08:00:00Z",
          "duration", "PT1H",
          "uuid", "7d444840-9dc0-11d1-b245-5ffdce74fad2");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode schema;
  private final String text;
  private final Optional<String> earlierImage;

  SchemaSample(JsonNode schema, String text) {
    List<JsonNode> transcript = transcript(text);
    this.schema = schema;
    this.text = texts(transcript, "user").reduce((earlier, later) -> later).orElse(text);
    this.earlierImage =
        texts(transcript, "assistant")
            .flatMap(ImagePromptParser::describedImages)
            .reduce((earlier, later) -> later);
  }

  /** The messages of a conversation that is sent as JSON to be judged; empty for other texts. */
  private static List<JsonNode> transcript(String text) {
    List<JsonNode> messages = new ArrayList<>();
    if (text.startsWith("[{\"role\":")) {
      JsonBuffers.read(Buffer.buffer(text)).forEach(messages::add);
    }
    return messages;
  }

  private static Stream<String> texts(List<JsonNode> messages, String role) {
    return messages.stream()
        .filter(message -> message.path("role").asText().equals(role))
        .map(message -> message.path("content").asText());
  }

  JsonNode value() {
    return schema.isObject() ? value("", schema, 0) : JsonBuffers.node();
  }

  private JsonNode value(String name, JsonNode given, int depth) {
    JsonNode schema = resolve(given);
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.path("enum").isArray()) {
      return option(schema.path("enum"));
    }
    if (schema.has("default")) {
      return schema.get("default");
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(name, schema, depth);
      case "integer", "number" -> number(schema);
      case "boolean" -> NODES.booleanNode(flag(name));
      case "null" -> NODES.nullNode();
      default -> NODES.textNode(FORMATS.getOrDefault(schema.path("format").asText(), string(name)));
    };
  }

  private JsonNode resolve(JsonNode given) {
    if (given.has("$ref")) {
      return schema.at(given.path("$ref").asText().replaceFirst("^#", ""));
    }
    for (String alternatives : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (given.has(alternatives)) {
        return resolve(given.path(alternatives).path(0));
      }
    }
    return given;
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isMissingNode()) {
      return schema.has("properties") ? "object" : "string";
    }
    return type.isArray() ? type.path(0).asText() : type.asText();
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JsonBuffers.node();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (depth < 8 && isRequired(schema, property.getKey())) {
        object.set(property.getKey(), value(property.getKey(), property.getValue(), depth + 1));
      }
    }
    return object;
  }

  private static boolean isRequired(JsonNode schema, String name) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(name)) {
        return true;
      }
    }
    return !schema.has("required");
  }

  private JsonNode array(String name, JsonNode schema, int depth) {
    return depth < 8
        ? NODES.arrayNode().add(value(name, schema.path("items"), depth + 1))
        : NODES.arrayNode();
  }

  private JsonNode option(JsonNode options) {
    for (JsonNode option : options) {
      if (text.toLowerCase(Locale.ROOT).contains(option.asText().toLowerCase(Locale.ROOT))) {
        return option;
      }
    }
    return options.path(0);
  }

  private JsonNode number(JsonNode schema) {
    Matcher found = NUMBER.matcher(text);
    long lowest = schema.path("minimum").asLong(Long.MIN_VALUE);
    long highest = schema.path("maximum").asLong(Long.MAX_VALUE);
    long number = found.find() ? Long.parseLong(found.group()) : Math.max(lowest, 1);
    return NODES.numberNode(Math.max(lowest, Math.min(highest, number)));
  }

  private boolean flag(String name) {
    boolean isChange = changedImage().isPresent();
    return !name.matches("(?i).*(image|picture|photo).*")
        || isChange
        || (!name.contains("change") && ImagePromptParser.requestedImage(text).isPresent());
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
