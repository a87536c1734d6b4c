package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON of providers: snake case, null fields not written, unknown properties
 * and unknown enum values tolerated (the latter read as null). A string may be as long as an image
 * in base64; the size of the whole is limited where the bytes are received.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(factory())
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

  /** Whether the bytes begin like a JSON object or array, and end like it. */
  static boolean isDocument(Buffer json) {
    byte first = first(json);
    return (first == '{' && last(json) == '}') || (first == '[' && last(json) == ']');
  }

  /** The first byte that is not blank; a blank if there is none. */
  private static byte first(Buffer json) {
    int at = 0;
    while (at < json.length() && isSkipped(json.getByte(at))) {
      at++;
    }
    return at < json.length() ? json.getByte(at) : (byte) ' ';
  }

  private static byte last(Buffer json) {
    int at = json.length() - 1;
    while (at > 0 && isSkipped(json.getByte(at))) {
      at--;
    }
    return at < 0 ? (byte) ' ' : json.getByte(at);
  }

  /** White space, or a byte that is not ASCII, as of a byte order mark. */
  private static boolean isSkipped(byte next) {
    return next <= ' ';
  }

  /**
   * Writes a value in UTF-8; U+FFFD stands for each unpaired surrogate.
   *
   * @throws IllegalArgumentException when the value cannot be written
   */
  public static Buffer write(Object value) {
    try (BufferOutputStream written = new BufferOutputStream()) {
      MAPPER.writeValue(written, value);
      return written.buffer();
    } catch (IOException e) {
      throw new IllegalArgumentException("Not writable as JSON: " + value.getClass().getName(), e);
    }
  }

  /**
   * Reads one JSON value, the whole body of a response; otherwise as {@link #read(byte[], Class,
   * FailureOrigin)}.
   *
   * @throws AnimusException.Unavailable when it ends too early
   */
  public static <T> T read(Buffer json, Class<T> type, FailureOrigin origin) {
    try {
      return read(
          () -> MAPPER.readValue(new BufferInputStream(json), type), json::getBytes, type, origin);
    } catch (JsonProcessingException e) {
      throw isCutShort(e, json)
          ? new AnimusException.Unavailable(origin, problem(e, type), true, (Duration) null)
          : new AnimusException.Protocol(origin, problem(e, type), null);
    }
  }

  /** Creates a parser that reads JSON token by token. */
  public static JsonParser parser(Buffer json) throws IOException {
    return MAPPER.createParser(new BufferInputStream(json));
  }

  /**
   * Reads one JSON value from UTF-8; malformed UTF-8 becomes U+FFFD.
   *
   * @param origin the sender, for the failure
   * @throws AnimusException.Protocol when it is empty, truncated, not JSON or not of this type; the
   *     message gives the position, and quotes nothing
   */
  public static <T> T read(byte[] json, Class<T> type, FailureOrigin origin) {
    try {
      return read(() -> MAPPER.readValue(json, type), () -> json, type, origin);
    } catch (JsonProcessingException e) {
      throw new AnimusException.Protocol(origin, problem(e, type), null);
    }
  }

  private static boolean isCutShort(JsonProcessingException e, Buffer json) {
    boolean begins = first(json) == '{' || first(json) == '[';
    boolean ends = last(json) == '}' || last(json) == ']';
    return e instanceof JsonEOFException || (begins && !ends);
  }

  private static <T> T read(
      Reading<T> reading, Supplier<byte[]> json, Class<T> type, FailureOrigin origin)
      throws JsonProcessingException {
    try {
      return requireValue(readLeniently(reading, json, type), origin);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T requireValue(@Nullable T value, FailureOrigin origin) {
    if (value == null) {
      throw new AnimusException.Protocol(origin, "the answer is null", null);
    }
    return value;
  }

  private static <T> @Nullable T readLeniently(
      Reading<T> reading, Supplier<byte[]> json, Class<T> type) throws IOException {
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

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
        .addDecorator((factory, generator) -> new WellFormedGenerator(generator))
        .build();
  }
}
