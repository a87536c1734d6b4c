package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent.
 *
 * @param length of all chunks together; -1 when it is not announced
 */
record Answer(int status, Map<String, String> headers, Iterator<Buffer> chunks, long length) {
  private static final int PIECE = 1 << 15;

  static Answer json(JsonNode json) {
    return json(200, json);
  }

  static Answer json(int status, JsonNode json) {
    return bytes(status, "application/json", Json.write(json));
  }

  static Answer bytes(int status, String type, Buffer body) {
    return whole(status, Map.of("content-type", type), body);
  }

  /** Whether it is small enough to be sent in one piece, when nothing says otherwise. */
  boolean isSmall() {
    return length >= 0 && length <= PIECE;
  }

  /** Server-sent events, made one at a time as the client reads them. */
  static Answer events(Iterator<Buffer> events) {
    Map<String, String> headers =
        Map.of("content-type", "text/event-stream; charset=utf-8", "cache-control", "no-cache");
    return new Answer(200, headers, events, -1);
  }

  /** The answer a script lays down, without asking the rules. */
  static Answer scripted(Scripted script, Dialect dialect) {
    int status = script.head().status();
    Answer answer =
        status < 400
            ? whole(status, Map.of(), Buffer.buffer())
            : dialect.refuse(new Refusal(status, "Simulated failure.", null, code(status)));
    return answer.dressed(script);
  }

  /** The same with the status, headers and body of the script, where it has any. */
  Answer dressed(Scripted script) {
    int status = script.head().status() == 0 ? this.status : script.head().status();
    Map<String, String> headers = new HashMap<>(this.headers);
    headers.putAll(script.head().headers());
    boolean chunked = headers.remove("transfer-encoding") != null;
    List<Buffer> body = script.body();
    if (body == null) {
      return new Answer(status, headers, chunks, length);
    }
    long bytes = body.stream().mapToLong(Buffer::length).sum();
    return new Answer(status, headers, body.iterator(), chunked ? -1 : bytes);
  }

  private static @Nullable String code(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 429 -> "rate_limit_exceeded";
      case 503 -> "server_is_overloaded";
      default -> null;
    };
  }

  private static Answer whole(int status, Map<String, String> headers, Buffer body) {
    return new Answer(status, headers, pieces(body), body.length());
  }

  /** Pictures for many slow readers at once must not all wait in the socket's memory. */
  private static Iterator<Buffer> pieces(Buffer body) {
    return body.length() <= PIECE
        ? List.of(body).iterator()
        : IntStream.iterate(0, at -> at < body.length(), at -> at + PIECE)
            .mapToObj(at -> body.slice(at, Math.min(body.length(), at + PIECE)))
            .iterator();
  }
}
