package dev.animus4j.chat.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as a model writes it: perhaps inside a string, perhaps invalid. */
record LenientJson(JsonNode json) {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static LenientJson of(String text) {
    JsonNode json = read(text);
    return new LenientJson(json.isTextual() ? read(json.textValue()) : json);
  }

  /** The first object in a text that may have other text around it. */
  static LenientJson extract(String text) {
    int start = text.indexOf('{');
    return of(start < 0 ? "" : text.substring(start));
  }

  /** Whether a text is one JSON object, and nothing else. */
  static boolean isPlainObject(String text) {
    try {
      return STRICT.readTree(text).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** A text field, stripped; null when it is missing, not text, or blank. */
  @Nullable String text(String field) {
    String text = json.path(field).isTextual() ? json.path(field).textValue().strip() : "";
    return text.isEmpty() ? null : text;
  }

  boolean isFalse(String field) {
    return json.path(field).isBoolean() && !json.path(field).booleanValue();
  }

  boolean isTrue(String field) {
    return json.path(field).isBoolean() && json.path(field).booleanValue();
  }

  boolean isObject() {
    return json.isObject();
  }

  @Override
  public String toString() {
    return json.toString();
  }

  /** An object with this one field. */
  static LenientJson ofField(String field, String text) {
    return new LenientJson(MAPPER.createObjectNode().put(field, text));
  }

  /** All fields, in their order. */
  Map<String, Object> toMap() {
    return MAPPER.convertValue(json, new TypeReference<>() {});
  }

  private static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
