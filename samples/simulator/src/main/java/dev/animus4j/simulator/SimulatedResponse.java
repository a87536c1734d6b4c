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
 * Response to send.
 *
 * @param length of all chunks together; -1 if it is not declared
 */
record SimulatedResponse(
    int status, Map<String, String> headers, Iterator<Buffer> chunks, long length) {
  private static final int PIECE = 1 << 15;

  static SimulatedResponse json(JsonNode json) {
    return json(200, json);
  }

  static SimulatedResponse json(int status, JsonNode json) {
    return bytes(status, "application/json", JsonBuffers.write(json));
  }

  static SimulatedResponse bytes(int status, String type, Buffer body) {
    return of(status, Map.of("content-type", type), body);
  }

  /** Whether it is small enough to be sent in one piece, unless a script says otherwise. */
  boolean isSmall() {
    return length >= 0 && length <= PIECE;
  }

  /** Server-sent events, encoded one at a time as the client reads them. */
  static SimulatedResponse events(Iterator<Buffer> events) {
    Map<String, String> headers =
        Map.of("content-type", "text/event-stream; charset=utf-8", "cache-control", "no-cache");
    return new SimulatedResponse(200, headers, events, -1);
  }

  /** The response of a script, without the rules. */
  static SimulatedResponse scripted(ScriptedResponse script, Dialect dialect) {
    int status = script.head().status();
    SimulatedResponse response =
        status < 400
            ? of(status, Map.of(), Buffer.buffer())
            : dialect.errorResponse(
                new RejectedRequest(status, "Simulated failure.", null, code(status)));
    return response.withScript(script);
  }

  /** This response with the status, headers and body of the script, where it has any. */
  SimulatedResponse withScript(ScriptedResponse script) {
    int status = script.head().status() == 0 ? this.status : script.head().status();
    Map<String, String> headers = new HashMap<>(this.headers);
    headers.putAll(script.head().headers());
    boolean chunked = headers.remove("transfer-encoding") != null;
    List<Buffer> body = script.body();
    if (body == null) {
      return new SimulatedResponse(status, headers, chunks, length);
    }
    long bytes = body.stream().mapToLong(Buffer::length).sum();
    return new SimulatedResponse(status, headers, body.iterator(), chunked ? -1 : bytes);
  }

  private static @Nullable String code(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 429 -> "rate_limit_exceeded";
      case 503 -> "server_is_overloaded";
      default -> null;
    };
  }

  static SimulatedResponse of(int status, Map<String, String> headers, Buffer body) {
    return new SimulatedResponse(status, headers, chunks(body), body.length());
  }

  /** Splits a body, so that images for many slow readers do not all wait in socket buffers. */
  private static Iterator<Buffer> chunks(Buffer body) {
    return body.length() <= PIECE
        ? List.of(body).iterator()
        : IntStream.iterate(0, at -> at < body.length(), at -> at + PIECE)
            .mapToObj(at -> body.slice(at, Math.min(body.length(), at + PIECE)))
            .iterator();
  }
}
