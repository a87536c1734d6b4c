package dev.animus4j.chat.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON Schema that a response shall fit. {@link ChatModel#reply(ChatRequest, Class)} requests it
 * and reads the response; whoever sends it in a request of their own reads the text themselves.
 *
 * @param name 1 to 64 of {@code [a-zA-Z0-9_-]}
 * @param schema of a JSON object; sent in this order
 * @param strict whether providers with strict schemas accept it: all fields are required, and no
 *     others are allowed
 */
public record ResponseSchema(String name, Map<String, Object> schema, boolean strict) {

  public ResponseSchema {
    schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
  }

  /**
   * The schema of a record. Its fields are required, unless they are {@link java.util.Optional} or
   * annotated as {@code @Nullable}: those may be null. {@code @JsonPropertyDescription} describes
   * them. With a map, the schema is not strict.
   *
   * @throws IllegalArgumentException for a type that is not a JSON object
   */
  public static ResponseSchema of(Class<?> type) {
    LenientJson schema = new LenientJson(RecordSchema.ofObject(type));
    boolean strict =
        schema.json().findValues("additionalProperties").stream().noneMatch(it -> it.isObject());
    return new ResponseSchema(wireName(type.getSimpleName()), schema.toMap(), strict);
  }

  private static String wireName(String name) {
    String valid = name.replaceAll("[^a-zA-Z0-9_-]", "_");
    return valid.isEmpty() ? "response" : valid.substring(0, Math.min(64, valid.length()));
  }
}
