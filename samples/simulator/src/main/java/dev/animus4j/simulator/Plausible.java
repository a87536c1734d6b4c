package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value that satisfies a JSON Schema, taken from the words of the user where they fit. */
final class Plausible {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final Pattern PLACE = Pattern.compile("\\b(?:in|at|for) (\\p{Lu}[\\p{L}-]*)");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode schema;
  private final String text;

  Plausible(JsonNode schema, String text) {
    this.schema = schema;
    this.text = text;
  }

  JsonNode value() {
    return schema.isObject() ? value("", schema, 0) : Json.node();
  }

  private JsonNode value(String name, JsonNode given, int depth) {
    JsonNode wanted = resolved(given);
    if (wanted.has("const")) {
      return wanted.get("const");
    }
    if (wanted.path("enum").isArray()) {
      return option(wanted.path("enum"));
    }
    if (wanted.has("default")) {
      return wanted.get("default");
    }
    return switch (type(wanted)) {
      case "object" -> object(wanted, depth);
      case "array" -> array(name, wanted, depth);
      case "integer", "number" -> number(wanted);
      case "boolean" -> NODES.booleanNode(answer(name));
      case "null" -> NODES.nullNode();
      default -> NODES.textNode(string(name));
    };
  }

  private JsonNode resolved(JsonNode given) {
    if (given.has("$ref")) {
      return schema.at(given.path("$ref").asText().replaceFirst("^#", ""));
    }
    for (String alternatives : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (given.has(alternatives)) {
        return resolved(given.path(alternatives).path(0));
      }
    }
    return given;
  }

  private static String type(JsonNode wanted) {
    JsonNode type = wanted.path("type");
    if (type.isMissingNode()) {
      return wanted.has("properties") ? "object" : "string";
    }
    return type.isArray() ? type.path(0).asText() : type.asText();
  }

  private ObjectNode object(JsonNode wanted, int depth) {
    ObjectNode object = Json.node();
    for (Map.Entry<String, JsonNode> property : wanted.path("properties").properties()) {
      if (depth < 8 && isRequired(wanted, property.getKey())) {
        object.set(property.getKey(), value(property.getKey(), property.getValue(), depth + 1));
      }
    }
    return object;
  }

  private static boolean isRequired(JsonNode wanted, String name) {
    for (JsonNode required : wanted.path("required")) {
      if (required.asText().equals(name)) {
        return true;
      }
    }
    return !wanted.has("required");
  }

  private JsonNode array(String name, JsonNode wanted, int depth) {
    return depth < 8
        ? NODES.arrayNode().add(value(name, wanted.path("items"), depth + 1))
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

  private JsonNode number(JsonNode wanted) {
    Matcher said = NUMBER.matcher(text);
    long lowest = wanted.path("minimum").asLong(Long.MIN_VALUE);
    long highest = wanted.path("maximum").asLong(Long.MAX_VALUE);
    long number = said.find() ? Long.parseLong(said.group()) : Math.max(lowest, 1);
    return NODES.numberNode(Math.max(lowest, Math.min(highest, number)));
  }

  private boolean answer(String name) {
    return !name.matches("(?i).*(image|picture|photo).*") || PicturePrompt.wanted(text).isPresent();
  }

  private String string(String name) {
    if (name.matches("(?i).*prompt.*")) {
      return PicturePrompt.wanted(text).orElse(text);
    }
    if (name.matches("(?i).*(city|location|place|town).*")) {
      Matcher place = PLACE.matcher(text);
      return place.find() ? place.group(1) : "Paris";
    }
    return name.matches("(?i).*date.*") ? "2026-11-20" : text;
  }
}
