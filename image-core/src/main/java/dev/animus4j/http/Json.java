package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that providers speak: snake case, nothing written that is null, unknown properties and
 * unknown enum values tolerated (the latter read as null). A string may be as long as a picture in
 * base64; how much is read at all is bounded where the bytes come in.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(unboundedStrings()).build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  private interface Reading<T> {
    @Nullable T read() throws IOException;
  }

  /**
   * @throws IllegalArgumentException when the value cannot be written
   */
  public static Buffer write(Object value) {
    try (BufferOutput written = new BufferOutput()) {
      MAPPER.writeValue(written, value);
      return written.buffer();
    } catch (IOException e) {
      throw new IllegalArgumentException("Not writable as JSON: " + value.getClass().getName(), e);
    }
  }

  /** Reads one JSON value; for the rest see {@link #read(byte[], Class, Origin)}. */
  public static <T> T read(Buffer json, Class<T> type, Origin origin) {
    return read(() -> MAPPER.readValue(new BufferInput(json), type), json::getBytes, type, origin);
  }

  /** JSON to be read token by token. */
  public static JsonParser parser(Buffer json) throws IOException {
    return MAPPER.createParser(new BufferInput(json));
  }

  /**
   * Reads one JSON value from UTF-8; malformed UTF-8 becomes U+FFFD.
   *
   * @param origin who wrote it, for the failure
   * @throws AnimusException.Protocol when it is empty, cut short, not JSON or not of this type; the
   *     message says where, and quotes nothing
   */
  public static <T> T read(byte[] json, Class<T> type, Origin origin) {
    return read(() -> MAPPER.readValue(json, type), () -> json, type, origin);
  }

  private static <T> T read(
      Reading<T> reading, Supplier<byte[]> json, Class<T> type, Origin origin) {
    try {
      return present(lenient(reading, json, type), origin);
    } catch (JsonProcessingException e) {
      throw new AnimusException.Protocol(origin, problem(e, type), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T present(@Nullable T value, Origin origin) {
    if (value == null) {
      throw new AnimusException.Protocol(origin, "the answer is null", null);
    }
    return value;
  }

  private static <T> @Nullable T lenient(Reading<T> reading, Supplier<byte[]> json, Class<T> type)
      throws IOException {
    try {
      return reading.read();
    } catch (JsonProcessingException e) {
      String text = new String(json.get(), UTF_8);
      if (text.indexOf('\uFFFD') < 0) {
        throw e;
      }
      return MAPPER.readValue(text, type);
    }
  }

  private static String problem(JsonProcessingException e, Class<?> type) {
    JsonLocation at = e.getLocation();
    String where =
        at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    return "the JSON is cut short or not a valid " + type.getSimpleName() + where;
  }

  private static StreamReadConstraints unboundedStrings() {
    return StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();
  }
}
