package dev.animus4j.simulator;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Response prepared in advance, or changes to the response of the rules.
 *
 * <pre>{@code
 * simulator.script(
 *     ScriptedResponse.status(503).header("Retry-After", "1"), // with the error body of the dialect
 *     ScriptedResponse.status(200).chunks("data: {}\r", "\n\r\n"), // each chunk flushed separately
 *     ScriptedResponse.ruleBased().delay(Duration.ofMillis(200)).cutAfter(40));
 * }</pre>
 *
 * @param path the end of the path of the requests it is for, without the query; null matches any
 * @param head the status and headers
 * @param body the chunks, each flushed separately; null leaves the body to the rules when the
 *     status is theirs, else to the dialect of the route, which has an error body for any status
 *     from 400
 * @param pace when and how fast it is sent
 * @param ending how it ends
 * @param fault the name of the fault that the response has, if any
 */
public record ScriptedResponse(
    @Nullable String path,
    Head head,
    @Nullable List<Buffer> body,
    Pace pace,
    Ending ending,
    @Nullable String fault) {

  /** Copies the chunks. */
  public ScriptedResponse {
    body = body == null ? null : body.stream().map(Buffer::copy).toList();
  }

  /**
   * Status and headers.
   *
   * @param status 0 leaves the status to the rules
   * @param headers by lower-case name, in addition to those of the response, or instead of them
   */
  public record Head(int status, Map<String, String> headers) {
    /** Copies the headers. */
    public Head {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Timing of a response.
   *
   * @param delay before the head is sent
   * @param gap between two chunks
   */
  public record Pace(Duration delay, Duration gap) {}

  /**
   * End of a response.
   *
   * @param after how many bytes of the body are sent before it
   */
  public record Ending(Kind kind, long after) {
    /** The kinds of ending. */
    public enum Kind {
      /** Complete, as HTTP requires. */
      COMPLETE,
      /** The connection is closed after so many bytes of the body, at the latest at its end. */
      CUT,
      /** Nothing more is sent after so many bytes of the body, and the connection stays open. */
      STALL,
      /** It never ends: the last chunk is repeated, as fast as the client reads. */
      ENDLESS,
      /** Complete, and then the connection is closed, though no header says so. */
      CLOSE,
      /** The connection is closed without a single byte of a response. */
      RESET
    }
  }

  /** The response of the rules, to be delayed, cut or changed. */
  public static ScriptedResponse ruleBased() {
    return status(0);
  }

  /** A response with a fault of real providers; {@link Simulator#faults()} has their names. */
  public static ScriptedResponse fault(String name) {
    Fault fault = Fault.named(name);
    Pace pace = new Pace(fault.delay(), fault.gap());
    return new ScriptedResponse(null, new Head(0, Map.of()), null, pace, fault.ending(), name);
  }

  /** A response with this status. */
  public static ScriptedResponse status(int status) {
    Pace pace = new Pace(Duration.ZERO, Duration.ZERO);
    Ending complete = new Ending(Ending.Kind.COMPLETE, 0);
    return new ScriptedResponse(null, new Head(status, Map.of()), null, pace, complete, null);
  }

  /** This response, only for requests whose path ends in the suffix. */
  public ScriptedResponse forPath(String suffix) {
    return new ScriptedResponse(suffix, head, body, pace, ending, fault);
  }

  /** This response with a header, which replaces one of the same name. */
  public ScriptedResponse header(String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(head.headers);
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return new ScriptedResponse(path, new Head(head.status, headers), body, pace, ending, fault);
  }

  /** This response with this media type. */
  public ScriptedResponse contentType(String type) {
    return header("content-type", type);
  }

  /**
   * This response with exactly this body, as JSON if it looks like it, and with its length
   * declared.
   */
  public ScriptedResponse body(String text) {
    boolean json = text.startsWith("{") || text.startsWith("[");
    return withDefaultContentType(json ? "application/json" : "text/plain; charset=utf-8")
        .withBody(List.of(Buffer.buffer(text)));
  }

  /** This response with exactly this body, and with its length declared. */
  public ScriptedResponse body(byte[] bytes) {
    return withDefaultContentType("application/octet-stream")
        .withBody(List.of(Buffer.buffer(bytes)));
  }

  /** This response with a body of undeclared length, an event stream by default. */
  public ScriptedResponse chunks(String... chunks) {
    return chunks(
        Arrays.stream(chunks).map(chunk -> chunk.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** This response with a body of undeclared length, an event stream by default. */
  public ScriptedResponse chunks(List<byte[]> chunks) {
    return withDefaultContentType("text/event-stream")
        .header("transfer-encoding", "chunked")
        .withBody(chunks.stream().map(Buffer::buffer).toList());
  }

  /** This response, sent after a delay. */
  public ScriptedResponse delay(Duration delay) {
    return new ScriptedResponse(path, head, body, new Pace(delay, pace.gap), ending, fault);
  }

  /**
   * This response with a pause between two chunks, also between the events of rule-based streams.
   */
  public ScriptedResponse gap(Duration gap) {
    return new ScriptedResponse(path, head, body, new Pace(pace.delay, gap), ending, fault);
  }

  /** This response, closing the connection after so many bytes of the body; 0 is after the head. */
  public ScriptedResponse cutAfter(long bytes) {
    return ending(Ending.Kind.CUT, bytes);
  }

  /** This response, stalling for ever after so many bytes of the body; 0 is after the head. */
  public ScriptedResponse stallAfter(long bytes) {
    return ending(Ending.Kind.STALL, bytes);
  }

  /** This response, repeating the last chunk for ever. */
  public ScriptedResponse endless() {
    return ending(Ending.Kind.ENDLESS, Long.MAX_VALUE);
  }

  /** A connection closed without a response. */
  public ScriptedResponse connectionReset() {
    return ending(Ending.Kind.RESET, 0);
  }

  private ScriptedResponse withDefaultContentType(String type) {
    return head.headers.containsKey("content-type") ? this : contentType(type);
  }

  private ScriptedResponse withBody(List<Buffer> chunks) {
    return new ScriptedResponse(path, head, chunks, pace, ending, fault);
  }

  private ScriptedResponse ending(Ending.Kind kind, long after) {
    return new ScriptedResponse(path, head, body, pace, new Ending(kind, after), fault);
  }
}
