package dev.animus4j.chat.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Codec that passes events by reference within one JVM, and as JSON between nodes. */
final class ChatEventCodec implements MessageCodec<ChatEvent, ChatEvent> {
  static final String NAME = "animus4j.event";

  /** Loaded when the first event leaves or enters the JVM, which is rare. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Reads what is passed on as it came. */
    static final ObjectReader WHOLE =
        MAPPER
            .readerFor(JsonNode.class)
            .with(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    static {
      for (Class<?> family : ChatEvent.class.getPermittedSubclasses()) {
        if (family.isSealed()) {
          MAPPER.registerSubtypes(family.getPermittedSubclasses());
        }
      }
    }
  }

  /** Registers the codec, unless another client on this Vert.x has. */
  static EventBus register(EventBus bus) {
    try {
      return bus.registerCodec(new ChatEventCodec());
    } catch (IllegalStateException alreadyRegistered) {
      return bus;
    }
  }

  /** Half a character, as in a delta, is escaped, since UTF-8 does not have it. */
  static byte[] encode(ChatEvent event) {
    try {
      return Json.MAPPER.writeValueAsBytes(event);
    } catch (IOException halfCharacter) {
      return encodeAscii(event);
    }
  }

  private static byte[] encodeAscii(ChatEvent event) {
    try {
      return Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(event);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Fails with {@link AnimusException.Protocol} for JSON that is not an event, or lacks required
   * fields; the message quotes nothing of it. Of an unknown type only the stamp is required.
   */
  static ChatEvent decode(byte[] json) {
    return read(json).orElseThrow(ChatEventCodec::malformedEvent);
  }

  private static Optional<ChatEvent> read(byte[] json) {
    try {
      return Optional.of(RequiredFields.complete(parse(json)));
    } catch (IOException | RuntimeException notAnEvent) {
      return Optional.empty();
    }
  }

  private static ChatEvent parse(byte[] json) throws IOException {
    try {
      return Json.MAPPER.readValue(json, ChatEvent.class);
    } catch (InvalidTypeIdException unknown) {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      String type = Json.WHOLE.<JsonNode>readValue(text).path("type").textValue();
      return new UnknownEvent(Json.MAPPER.readValue(text, EventStamp.class), type, text);
    }
  }

  private static AnimusException malformedEvent() {
    return new AnimusException.Protocol(
        FailureOrigin.of("event bus"), "this is not the JSON of an event", null);
  }

  @Override
  public void encodeToWire(Buffer buffer, ChatEvent event) {
    byte[] json = encode(event);
    buffer.appendInt(json.length).appendBytes(json);
  }

  @Override
  public ChatEvent decodeFromWire(int position, Buffer buffer) {
    int start = position + Integer.BYTES;
    int length = start <= buffer.length() ? buffer.getInt(position) : -1;
    if (length < 0 || length > buffer.length() - start) {
      throw malformedEvent();
    }
    return decode(buffer.getBytes(start, start + length));
  }

  @Override
  public ChatEvent transform(ChatEvent event) {
    return event;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
