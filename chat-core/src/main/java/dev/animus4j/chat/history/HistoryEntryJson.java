package dev.animus4j.chat.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** History entries to and from JSON. */
final class HistoryEntryJson {
  /** A string may be as long as an image in Base64. */
  private static final StreamReadConstraints ANY_LENGTH =
      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(ANY_LENGTH).build())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private HistoryEntryJson() {}

  /** Half a character, as in a text that was cut, is escaped, since UTF-8 does not have it. */
  static Buffer write(HistoryEntry entry) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(entry));
    } catch (IOException halfCharacter) {
      return writeAscii(entry);
    }
  }

  private static Buffer writeAscii(HistoryEntry entry) {
    try {
      return Buffer.buffer(
          MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(entry));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static HistoryEntry read(Buffer json) {
    return readIfValid(json)
        .orElseThrow(
            () ->
                new AnimusException.Protocol(
                    FailureOrigin.of("history"), "this is not the JSON of an entry", null));
  }

  private static Optional<HistoryEntry> readIfValid(Buffer json) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json.getBytes(), HistoryEntry.class));
    } catch (IOException | RuntimeException notAnEntry) {
      return Optional.empty();
    }
  }
}
