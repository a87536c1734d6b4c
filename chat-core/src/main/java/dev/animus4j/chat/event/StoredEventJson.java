package dev.animus4j.chat.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Stored events to and from JSON: that of the event, with one more field for merged deltas. */
final class StoredEventJson {
  private static final String LENGTHS = "deltaLengths";
  private static final JsonFactory JSON = new JsonFactory();

  private StoredEventJson() {}

  static Buffer write(StoredEvent stored) {
    Buffer event = Buffer.buffer(ChatEventCodec.encode(stored.event()));
    if (stored.deltaLengths().isEmpty()) {
      return event;
    }
    String lengths =
        stored.deltaLengths().stream().map(String::valueOf).collect(Collectors.joining(","));
    return event
        .slice(0, event.length() - 1)
        .copy()
        .appendString(",\"" + LENGTHS + "\":[" + lengths + "]}");
  }

  /** Of an unknown event the lengths stay in its JSON: only its text could be cut. */
  static StoredEvent read(long first, Buffer payload) {
    byte[] json = payload.getBytes();
    ChatEvent event = ChatEventCodec.decode(json);
    return event instanceof UnknownEvent
        ? new StoredEvent(first, event)
        : new StoredEvent(first, event, readLengths(json));
  }

  private static List<Integer> readLengths(byte[] json) {
    List<Integer> lengths = new ArrayList<>(0);
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isLengths = parser.currentName().equals(LENGTHS);
        parser.nextToken();
        if (isLengths) {
          while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            lengths.add(parser.getIntValue());
          }
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException noNumber) {
      throw new AnimusException.Protocol(
          FailureOrigin.of("event archive"), "this is not the JSON of a stored event", noNumber);
    }
    return lengths;
  }

  /** Numbers that were reserved before a crash come first, and have no text. */
  static ChatEvent eventAfter(StoredEvent stored, long sequence) {
    List<Integer> lengths = stored.deltaLengths();
    int after = (int) Math.max(0, Math.min(stored.last() - sequence, lengths.size()));
    int total =
        lengths.subList(lengths.size() - after, lengths.size()).stream()
            .mapToInt(Integer::intValue)
            .sum();
    ChatEvent event = stored.event();
    if (after == lengths.size()) {
      return event;
    } else if (event instanceof MessageTokens tokens) {
      return new MessageTokens(event.stamp(), end(tokens.content(), total));
    }
    return event instanceof ReasoningTokens tokens
        ? new ReasoningTokens(event.stamp(), end(tokens.content(), total))
        : event;
  }

  private static String end(String text, int length) {
    return text.substring(Math.max(0, text.length() - length));
  }
}
