package dev.animus4j.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Reads and writes JSON in buffers. */
final class JsonBuffers {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
  private static final ObjectWriter ESCAPING =
      MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private JsonBuffers() {}

  static ObjectNode node() {
    return MAPPER.createObjectNode();
  }

  static JsonNode read(Buffer buffer) {
    try {
      return MAPPER.readTree(buffer.getBytes());
    } catch (IOException notJson) {
      throw RejectedRequest.notJson(notJson);
    }
  }

  static JsonNode object(Buffer buffer) {
    JsonNode json = read(buffer);
    if (!json.isObject()) {
      throw RejectedRequest.invalid("The body of the request must be a JSON object.", null, null);
    }
    return json;
  }

  static Buffer write(JsonNode json) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException halfSurrogate) {
      return writeEscaped(json);
    }
  }

  /** Text that is not well-formed UTF-16 can be written as escapes only. */
  private static Buffer writeEscaped(JsonNode json) {
    try {
      return Buffer.buffer(ESCAPING.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server-sent event with an event name. */
  static Buffer event(String name, JsonNode data) {
    return Buffer.buffer("event: ").appendString(name).appendString("\n").appendBuffer(event(data));
  }

  /** A server-sent event without an event name. */
  static Buffer event(JsonNode data) {
    return Buffer.buffer("data: ").appendBuffer(write(data)).appendString("\n\n");
  }
}
