package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Detects an error that is written into an event stream as bare JSON, without {@code data:} before
 * it, which a parser of event streams ignores. It begins a line, and extends to the end of the
 * stream.
 */
final class BareErrorDetector {
  private static final int MAX_BYTES = 64 * 1024;

  private final Buffer json = Buffer.buffer();
  private boolean atLineStart = true;

  /** Scans the next bytes of the stream. */
  void scan(Buffer bytes) {
    int from = json.length() > 0 ? 0 : jsonStart(bytes);
    if (from >= 0) {
      int to = Math.min(bytes.length(), from + MAX_BYTES - json.length());
      json.appendBuffer(bytes, from, to - from);
    }
  }

  /** The error, once the stream has ended; null for none. */
  @Nullable JsonNode error(FailureOrigin origin) {
    try {
      return json.length() == 0 ? null : Json.read(json, JsonNode.class, origin);
    } catch (AnimusException.Protocol notJson) {
      return null;
    }
  }

  private int jsonStart(Buffer bytes) {
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
