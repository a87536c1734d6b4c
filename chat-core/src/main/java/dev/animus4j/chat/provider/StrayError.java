package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks out for an error that is written into an event stream as bare JSON, without {@code data:}
 * before it, which a parser of event streams passes over. It begins a line, and goes on to the end.
 */
final class StrayError {
  private static final int MOST = 64 * 1024;

  private final Buffer json = Buffer.buffer();
  private boolean atLineStart = true;

  /** The next bytes of the stream. */
  void look(Buffer bytes) {
    int from = json.length() > 0 ? 0 : beginning(bytes);
    if (from >= 0) {
      int to = Math.min(bytes.length(), from + MOST - json.length());
      json.appendBuffer(bytes, from, to - from);
    }
  }

  /** The error, once the stream has ended; null for none. */
  @Nullable JsonNode found(Origin origin) {
    try {
      return json.length() == 0 ? null : Json.read(json, JsonNode.class, origin);
    } catch (AnimusException.Protocol notJson) {
      return null;
    }
  }

  private int beginning(Buffer bytes) {
    for (int at = 0; at < bytes.length(); at++) {
      byte next = bytes.getByte(at);
      if (atLineStart && (next == '{' || next == '[')) {
        return at;
      }
      atLineStart = next == '\n' || next == '\r';
    }
    return -1;
  }
}
