package dev.animus4j.chat.provider.inline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.http.Json;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.sse.ServerSentEventView;
import dev.animus4j.image.provider.json.JsonStringDecoder;
import io.vertx.core.buffer.Buffer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Scanner that takes the base64 of large images out of JSON, wherever it is, before the JSON is
 * parsed: it is decoded byte by byte, and never a string. In its place is an {@link Base64Marker}.
 * Arguments of calls are left as they are.
 */
public final class JsonImageScanner {
  /** In characters of base64; what is shorter is left for the parser. */
  private static final int LARGE = 1024;

  private static final int WINDOW = 8 * 1024;

  private final InlineImages images;
  private final ScannedJson output = new ScannedJson();
  private JsonStringDecoder escapes = new JsonStringDecoder();

  /** The last escape as it is written. */
  private final StringBuilder escape = new StringBuilder(6);

  private @Nullable InlineImage image;
  private int run;
  private int lineLength;

  private JsonImageScanner(InlineImages images) {
    this.images = images;
  }

  /** Whether an event may have a large image, judged by a few of its bytes. */
  public static boolean mayHaveImage(ServerSentEventView event) {
    byte[] json = event.array();
    int offset = event.offset();
    return event.length() > LARGE && hasRun(event.length(), at -> isRun(json[offset + at]));
  }

  /** Reads the JSON of an event, without its large images; null for a heartbeat. */
  public static @Nullable JsonNode read(
      StreamedResponse response, ServerSentEventView event, InlineImages images) {
    if (!event.type().equals("message") || !mayHaveImage(event)) {
      return response.json(event);
    }
    JsonImageScanner scanner = new JsonImageScanner(images);
    scanner.scan(event.array(), event.offset(), event.offset() + event.length());
    byte[] json = scanner.output.toByteArray();
    return json.length == event.length()
        ? response.json(event)
        : Json.read(json, JsonNode.class, response.origin());
  }

  /** Takes the images out of a document; the same when it has no large ones. */
  public static Buffer scan(Buffer json, InlineImages images) {
    if (json.length() <= LARGE || !hasRun(json.length(), at -> isRun(json.getByte(at)))) {
      return json;
    }
    JsonImageScanner scanner = new JsonImageScanner(images);
    byte[] window = new byte[WINDOW];
    for (int at = 0; at < json.length(); at += WINDOW) {
      int length = Math.min(WINDOW, json.length() - at);
      json.getBytes(at, at + length, window);
      scanner.scan(window, 0, length);
    }
    return Buffer.buffer(scanner.output.toByteArray());
  }

  /** Base64 that is long enough lies at one of these places, whatever is before it. */
  private static boolean hasRun(int length, IntPredicate isRun) {
    for (int probe = LARGE / 2; probe < length; probe += LARGE / 2) {
      int from = probe;
      while (from > 0 && probe - from < LARGE && isRun.test(from - 1)) {
        from--;
      }
      int to = probe;
      while (to < length && to - from < LARGE && isRun.test(to)) {
        to++;
      }
      if (to - from >= LARGE) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRun(byte b) {
    return b == '\\' || Base64Bytes.isPart(b);
  }

  private void scan(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      scan(bytes[at]);
    }
  }

  private void scan(byte b) {
    if (image != null) {
      scanImage(image, b);
    } else {
      output.write(b);
      run = isRun(b) ? run + 1 : 0;
      if (run == LARGE) {
        begin(output.last(LARGE));
      }
    }
  }

  /** Begins an image with a run of base64, which escapes may precede. */
  private void begin(String head) {
    int at = 0;
    while (at < LARGE / 2 && !beginsImage(head, at) && head.charAt(at) == '\\') {
      at += head.charAt(at + 1) == 'u' ? 6 : 2;
    }
    if (at < LARGE / 2 && beginsImage(head, at) && !output.isInArguments(LARGE)) {
      output.removeLast(LARGE - at);
      image = images.begin();
      escapes = new JsonStringDecoder();
      lineLength = 0;
      for (byte b : head.substring(at).getBytes(ISO_8859_1)) {
        scan(b);
      }
    }
  }

  private static boolean beginsImage(String head, int at) {
    return Base64Bytes.beginsImage(head.substring(at, at + 80).replace("\\/", "/"));
  }

  private void scanImage(InlineImage current, byte b) {
    if (!isRun(b) && escapes.isAtBoundary()) {
      if (b == '"') {
        current.suspend(lineLength);
      }
      end(current, "");
      scan(b);
      return;
    }
    if (b != '\\' && escapes.isAtBoundary()) {
      accept(current, (char) b);
    } else {
      scanEscape(current, b);
    }
  }

  private void scanEscape(InlineImage current, byte b) {
    escape.setLength(escapes.isAtBoundary() ? 0 : escape.length());
    escape.append((char) (b & 0xFF));
    int c = escapes.accept(b);
    if (Base64Bytes.isPart(c)) {
      accept(current, (char) c);
    } else if (c != JsonStringDecoder.PENDING && !goesOnAfter(c)) {
      end(current, escape.toString());
    }
  }

  private void accept(InlineImage current, char c) {
    current.accept(c);
    lineLength++;
  }

  /** Whether this is within the break of a line. */
  private boolean goesOnAfter(int c) {
    boolean breaks =
        (c == '\n' || c == '\r') && (lineLength == 0 || Base64Run.isBroken(lineLength));
    lineLength = breaks ? 0 : lineLength;
    return breaks;
  }

  private void end(InlineImage ended, String next) {
    if (!ended.isOpen()) {
      ended.end();
    }
    image = null;
    run = 0;
    output.writeBytes((Base64Marker.of(images.indexOf(ended)) + next).getBytes(UTF_8));
  }
}
