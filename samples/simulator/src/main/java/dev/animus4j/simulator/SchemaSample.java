package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Value that satisfies a JSON Schema, or a schema of Gemini, taken from the text of the user where
 * it fits.
 */
final class SchemaSample {
  private static final int VALUES = 2000;
  private static final int DEPTH = 8;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode schema;
  private final SchemaText text;
  private int values;

  SchemaSample(JsonNode schema, String text) {
    this.schema = schema;
    this.text = SchemaText.of(text);
  }

  JsonNode value() {
    return schema.isObject() ? value("", schema, 0) : JsonBuffers.node();
  }

  private JsonNode value(String name, JsonNode given, int depth) {
    if (++values > VALUES) {
      throw RejectedRequest.invalid("The schema demands too many values.", null, "invalid_schema");
    }
    JsonNode schema = resolve(given, 0);
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
      return option(schema.path("enum"));
    }
    if (schema.has("default")) {
      return schema.get("default");
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(name, schema, depth);
      case "integer" -> number(schema, true);
      case "number" -> number(schema, false);
      case "boolean" -> NODES.booleanNode(text.flag(name));
      case "null" -> NODES.nullNode();
      default -> NODES.textNode(text.string(name, schema));
    };
  }

  /** Follows references, takes the first of alternatives, and merges all of {@code allOf}. */
  private JsonNode resolve(JsonNode given, int steps) {
    if (steps > 20) {
      return given;
    }
    String reference = given.path("$ref").asText();
    if (reference.equals("#") || reference.startsWith("#/")) {
      return resolve(schema.at(reference.substring(1)), steps + 1);
    }
    for (String alternatives : new String[] {"anyOf", "oneOf"}) {
      if (given.path(alternatives).isArray()) {
        return resolve(merge(given, given.path(alternatives).path(0)), steps + 1);
      }
    }
    if (given.path("allOf").isArray()) {
      JsonNode all = given;
      for (JsonNode each : given.path("allOf")) {
        all = merge(all, resolve(each, steps + 1));
      }
      return all;
    }
    return given;
  }

  private static JsonNode merge(JsonNode given, JsonNode more) {
    ObjectNode merged = JsonBuffers.node();
    for (Map.Entry<String, JsonNode> member : given.properties()) {
      if (!member.getKey().matches("anyOf|oneOf|allOf")) {
        merged.set(member.getKey(), member.getValue().deepCopy());
      }
    }
    for (Map.Entry<String, JsonNode> member : more.properties()) {
      JsonNode earlier = merged.path(member.getKey());
      if (earlier instanceof ObjectNode node && member.getValue() instanceof ObjectNode) {
        node.setAll((ObjectNode) member.getValue().deepCopy());
      } else if (earlier instanceof ArrayNode list && member.getKey().equals("required")) {
        member.getValue().forEach(list::add);
      } else {
        merged.set(member.getKey(), member.getValue().deepCopy());
      }
    }
    return merged;
  }

  /** The type in lower case: Gemini's own are in upper case. */
  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isMissingNode()) {
      boolean object = schema.has("properties") || schema.has("required");
      return object ? "object" : schema.has("items") ? "array" : "string";
    }
    return (type.isArray() ? type.path(0) : type).asText().toLowerCase(Locale.ROOT);
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JsonBuffers.node();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (depth < DEPTH && isRequired(schema, property.getKey())) {
        object.set(property.getKey(), value(property.getKey(), property.getValue(), depth + 1));
      }
    }
    for (JsonNode required : schema.path("required")) {
      if (depth < DEPTH && !object.has(required.asText())) {
        JsonNode more = schema.path("additionalProperties");
        object.set(required.asText(), value(required.asText(), more, depth + 1));
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
    ArrayNode array = NODES.arrayNode();
    if (depth >= DEPTH) {
      return array;
    }
    JsonNode first = schema.path("prefixItems");
    first.forEach(item -> array.add(value(name, item, depth + 1)));
    long least = Math.max(schema.path("minItems").asLong(0), schema.has("minItems") ? 0 : 1);
    long size = Math.min(least, schema.path("maxItems").asLong(Long.MAX_VALUE));
    JsonNode options = resolve(schema.path("items"), 0).path("enum");
    boolean unique = schema.path("uniqueItems").asBoolean();
    while (array.size() < size) {
      JsonNode item = value(name, schema.path("items"), depth + 1);
      JsonNode option = options.path(array.size());
      array.add(
          !unique ? item : option.isMissingNode() ? SchemaText.vary(item, array.size()) : option);
    }
    return array;
  }

  private JsonNode option(JsonNode options) {
    for (JsonNode option : options) {
      if (text.contains(option.asText())) {
        return option;
      }
    }
    return options.path(0);
  }

  private JsonNode number(JsonNode schema, boolean whole) {
    Optional<BigDecimal> multiple = bound(schema, "multipleOf").filter(step -> step.signum() > 0);
    BigDecimal step = multiple.orElse(whole ? BigDecimal.ONE : new BigDecimal("0.001"));
    Optional<BigDecimal> lowest =
        bound(schema, "exclusiveMinimum").map(step::add).or(() -> bound(schema, "minimum"));
    Optional<BigDecimal> highest =
        bound(schema, "exclusiveMaximum")
            .map(most -> most.subtract(step))
            .or(() -> bound(schema, "maximum"));
    Matcher found = NUMBER.matcher(text.text());
    BigDecimal number = found.find() ? new BigDecimal(found.group()) : BigDecimal.ONE;
    number = highest.map(number::min).orElse(number);
    number = lowest.map(number::max).orElse(number);
    if (whole || multiple.isPresent()) {
      RoundingMode up = lowest.isPresent() ? RoundingMode.CEILING : RoundingMode.FLOOR;
      number = number.divide(step, 0, up).multiply(step);
    }
    BigDecimal plain = number.stripTrailingZeros();
    return NODES.numberNode(plain.scale() < 0 ? plain.setScale(0) : plain);
  }

  private static Optional<BigDecimal> bound(JsonNode schema, String name) {
    JsonNode bound = schema.path(name);
    boolean usable = bound.isNumber() && Math.abs(bound.asDouble()) < 1e18;
    return usable ? Optional.of(new BigDecimal(bound.asText())) : Optional.empty();
  }
}
