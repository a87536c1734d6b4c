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
 * An answer laid down in advance, or how the answer of the rules is to be delivered.
 *
 * <pre>{@code
 * Scripted.status(503).header("Retry-After", "1")     // with the error body of the route's dialect
 * Scripted.status(200).chunks("data: {}\r", "\n\r\n") // each chunk flushed by itself
 * Scripted.byTheRules().delay(Duration.ofMillis(200)).cutAfter(40)
 * }</pre>
 *
 * @param path the end of the path of the requests it is for, without the query; null matches any
 * @param head the status and headers
 * @param body the chunks, each flushed by itself; null leaves the body to the rules when the status
 *     is theirs, else to the dialect of the route, which has an error body for any status from 400
 * @param pace when and how fast it is sent
 * @param ending how it ends
 */
public record Scripted(
    @Nullable String path, Head head, @Nullable List<Buffer> body, Pace pace, Ending ending) {

  /** Copies the chunks. */
  public Scripted {
    body = body == null ? null : body.stream().map(Buffer::copy).toList();
  }

  /**
   * A status line and headers.
   *
   * @param status 0 leaves the status to the rules
   * @param headers by lower-case name, in addition to those of the answer, or instead of them
   */
  public record Head(int status, Map<String, String> headers) {
    /** Copies the headers. */
    public Head {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * When and how fast an answer is sent.
   *
   * @param delay before anything is sent
   * @param gap between two chunks
   */
  public record Pace(Duration delay, Duration gap) {}

  /**
   * How an answer ends.
   *
   * @param after how many bytes of the body are sent before that
   */
  public record Ending(Kind kind, long after) {
    /** The ways to end. */
    public enum Kind {
      /** Completely, as HTTP wants it. */
      COMPLETE,
      /** The connection is closed after so many bytes of the body, at the latest at its end. */
      CUT,
      /** Nothing more is sent after so many bytes of the body, and the connection stays open. */
      STALL,
      /** It never ends: the last chunk is repeated, as fast as the client reads. */
      ENDLESS,
      /** The connection is closed without a single byte of a response. */
      RESET
    }
  }

  /** The answer of the rules, to be delayed, cut or changed. */
  public static Scripted byTheRules() {
    return status(0);
  }

  /** An answer with this status. */
  public static Scripted status(int status) {
    Pace pace = new Pace(Duration.ZERO, Duration.ZERO);
    Ending complete = new Ending(Ending.Kind.COMPLETE, 0);
    return new Scripted(null, new Head(status, Map.of()), null, pace, complete);
  }

  /** The same, only for requests whose path ends like this. */
  public Scripted on(String suffix) {
    return new Scripted(suffix, head, body, pace, ending);
  }

  /** The same with this header, instead of one of the same name. */
  public Scripted header(String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(head.headers);
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return new Scripted(path, new Head(head.status, headers), body, pace, ending);
  }

  /** The same with this media type. */
  public Scripted contentType(String type) {
    return header("content-type", type);
  }

  /**
   * The same with exactly this body, as JSON if it looks like it, and with its length announced.
   */
  public Scripted body(String text) {
    boolean json = text.startsWith("{") || text.startsWith("[");
    return typed(json ? "application/json" : "text/plain; charset=utf-8")
        .bodyOf(List.of(Buffer.buffer(text)));
  }

  /** The same with exactly this body, and with its length announced. */
  public Scripted body(byte[] bytes) {
    return typed("application/octet-stream").bodyOf(List.of(Buffer.buffer(bytes)));
  }

  /** The same with a body of unannounced length, an event stream unless said otherwise. */
  public Scripted chunks(String... chunks) {
    return chunks(
        Arrays.stream(chunks).map(chunk -> chunk.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** The same with a body of unannounced length, an event stream unless said otherwise. */
  public Scripted chunks(List<byte[]> chunks) {
    return typed("text/event-stream")
        .header("transfer-encoding", "chunked")
        .bodyOf(chunks.stream().map(Buffer::buffer).toList());
  }

  /** The same, sent only after this time. */
  public Scripted delay(Duration delay) {
    return new Scripted(path, head, body, new Pace(delay, pace.gap), ending);
  }

  /** The same with a pause between two chunks, also between the events of the rules' streams. */
  public Scripted gap(Duration gap) {
    return new Scripted(path, head, body, new Pace(pace.delay, gap), ending);
  }

  /** The same, closing the connection after so many bytes of the body; 0 is after the head. */
  public Scripted cutAfter(long bytes) {
    return ending(Ending.Kind.CUT, bytes);
  }

  /** The same, falling silent for ever after so many bytes of the body; 0 is after the head. */
  public Scripted stallAfter(long bytes) {
    return ending(Ending.Kind.STALL, bytes);
  }

  /** The same, repeating the last chunk for ever. */
  public Scripted endless() {
    return ending(Ending.Kind.ENDLESS, Long.MAX_VALUE);
  }

  /** Nothing but a closed connection. */
  public Scripted connectionReset() {
    return ending(Ending.Kind.RESET, 0);
  }

  private Scripted typed(String type) {
    return head.headers.containsKey("content-type") ? this : contentType(type);
  }

  private Scripted bodyOf(List<Buffer> chunks) {
    return new Scripted(path, head, chunks, pace, ending);
  }

  private Scripted ending(Ending.Kind kind, long after) {
    return new Scripted(path, head, body, pace, new Ending(kind, after));
  }
}
