package dev.animus4j.image.provider.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remainder of a JSON document without its images, of limited size. */
final class JsonRemainder extends ByteArrayOutputStream {
  private static final Pattern LINES =
      Pattern.compile("(?s)\\A\\s*+\\{[^\\n]*\\}[^\\S\\n]*+\\n\\s*+\\{");
  private static final Pattern DATA = Pattern.compile("(?:data:\\s*)?(\\{.*\\})\\s*");

  private final int most;
  private final FailureOrigin origin;

  JsonRemainder(int most, FailureOrigin origin) {
    super(512);
    this.most = most;
    this.origin = origin;
  }

  void append(int b) {
    if (count == most) {
      throw new AnimusException.Protocol(
          origin, "the answer is larger than " + most + " bytes without its pictures", null);
    }
    write(b);
  }

  /** Returns the text added since the mark, without the last byte. */
  String textSince(int mark) {
    return new String(buf, mark, Math.max(0, count - 1 - mark), UTF_8);
  }

  /** Replaces the text added since the mark by this. */
  void replaceSince(int mark, String text) {
    count = mark;
    writeBytes(text.getBytes(UTF_8));
  }

  /**
   * Parses the remainder as JSON, or as the documents with an image, each in an event or a line of
   * its own; the failure of other text quotes its beginning.
   */
  JsonNode parse() {
    String begin = new String(buf, 0, Math.min(count, 400), UTF_8);
    if (BodyStart.EVENTS.matcher(begin).matches() || LINES.matcher(toString(UTF_8)).find()) {
      return parseEvents();
    }
    if (begin.isBlank() || "{[\"\uFEFF".indexOf(begin.stripLeading().charAt(0)) >= 0) {
      return Json.read(Buffer.buffer(toByteArray()), JsonNode.class, origin);
    }
    FailureOrigin withExcerpt =
        new FailureOrigin(origin.provider(), origin.status(), origin.requestId(), begin);
    throw new AnimusException.Protocol(withExcerpt, "the answer is not JSON", null);
  }

  private JsonNode parseEvents() {
    List<String> documents =
        toString(UTF_8)
            .lines()
            .map(DATA::matcher)
            .filter(Matcher::matches)
            .map(data -> data.group(1))
            .toList();
    List<String> images = documents.stream().filter(JsonRemainder::hasImage).toList();
    List<String> all = images.isEmpty() ? documents : images;
    if (all.isEmpty()) {
      throw new AnimusException.Protocol(origin, "the answer has no events", null);
    }
    String json = all.size() == 1 ? all.get(0) : "[" + String.join(",", all) + "]";
    return Json.read(Buffer.buffer(json), JsonNode.class, origin);
  }

  /** Whether a document has a finished image. */
  private static boolean hasImage(String json) {
    return json.contains("\\u0000image ") && !json.contains(".partial_image\"");
  }
}
