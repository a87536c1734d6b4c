package dev.animus4j.chat.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.animus4j.failure.AnimusException;
import java.util.function.Function;

/** Java values to and from JSON that models write and read, by their {@link RecordSchema}. */
final class RecordJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .annotationIntrospector(
              AnnotationIntrospector.pair(
                  new RequiredComponents(), new JacksonAnnotationIntrospector()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .withCoercionConfigDefaults(
              all -> all.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .build();

  private RecordJson() {}

  /**
   * Reads a value. A number in quotes is accepted, and unknown fields are skipped.
   *
   * @param failure of what does not fit, in words that name the field and quote no value
   */
  static <T> T read(JsonNode json, Class<T> type, Function<String, AnimusException> failure) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (InvalidDefinitionException e) {
      throw new IllegalArgumentException("Not readable from JSON: " + type.getName(), e);
    } catch (JsonProcessingException mismatch) {
      throw failure.apply(JsonMismatch.describe(mismatch, json));
    }
  }

  /** A text as it is, anything else as JSON. */
  static String write(Object value) {
    try {
      return value instanceof CharSequence ? value.toString() : MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not writable as JSON: " + value.getClass().getName(), e);
    }
  }
}
