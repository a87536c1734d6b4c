package dev.animus4j.chat.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Hands events over as they are within one JVM, and as JSON between two. */
final class ChatEventCodec implements MessageCodec<ChatEvent, ChatEvent> {
  static final String NAME = "animus4j.event";

  /** Made when the first event leaves the JVM or comes into it, which in most it never does. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static {
      for (Class<?> family : ChatEvent.class.getPermittedSubclasses()) {
        MAPPER.registerSubtypes(family.getPermittedSubclasses());
      }
    }
  }

  /** Several clients may share one Vert.x, which takes a codec only once. */
  static EventBus registered(EventBus bus) {
    try {
      return bus.registerCodec(new ChatEventCodec());
    } catch (IllegalStateException alreadyRegistered) {
      return bus;
    }
  }

  static byte[] encode(ChatEvent event) {
    try {
      return Json.MAPPER.writeValueAsBytes(event);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Fails with {@link AnimusException.Protocol} for what is no event, or not all of one; the
   * failure quotes nothing of it.
   */
  static ChatEvent decode(byte[] json) {
    return read(json).orElseThrow(ChatEventCodec::malformed);
  }

  private static Optional<ChatEvent> read(byte[] json) {
    try {
      return Optional.of(Completeness.of(Json.MAPPER.readValue(json, ChatEvent.class)));
    } catch (IOException | RuntimeException notAnEvent) {
      return Optional.empty();
    }
  }

  private static AnimusException malformed() {
    return new AnimusException.Protocol(
        Origin.of("event bus"), "this is not the JSON of an event", null);
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
      throw malformed();
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
