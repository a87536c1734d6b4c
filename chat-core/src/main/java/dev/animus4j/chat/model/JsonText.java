package dev.animus4j.chat.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as a model writes it: perhaps inside a string, perhaps none at all. */
record JsonText(JsonNode json) {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  static JsonText of(String text) {
    JsonNode json = read(text);
    return new JsonText(json.isTextual() ? read(json.textValue()) : json);
  }

  /** The first object in a text that may have other things around it. */
  static JsonText within(String text) {
    int start = text.indexOf('{');
    return of(start < 0 ? "" : text.substring(start));
  }

  /** A field that is a text, stripped; null when it is none, or blank. */
  @Nullable String text(String field) {
    String text = json.path(field).isTextual() ? json.path(field).textValue().strip() : "";
    return text.isEmpty() ? null : text;
  }

  boolean denies(String field) {
    return json.path(field).isBoolean() && !json.path(field).booleanValue();
  }

  /** All fields, in their order. */
  Map<String, Object> fields() {
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
