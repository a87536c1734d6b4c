package dev.animus4j.image.provider.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.animus4j.image.format.ImageType;
import io.vertx.core.buffer.Buffer;
import java.util.regex.Pattern;

/** First bytes of a body, which tell what it is, whatever its media type says. */
final class BodyStart {
  /** Enough to tell base64 from words. */
  private static final int ENOUGH = 32;

  private static final int ENOUGH_OF_FILE = 12;

  private static final Pattern JSON = Pattern.compile("(?s)(\u00ef\u00bb\u00bf)?\\s*[{\\[\"].*");
  private static final Pattern TEXT =
      Pattern.compile("(?is)\\s*([a-z0-9+/_=\\-!\\[(.*#\u00c0-\u00ff].*|<(img|p|div|svg)\\b.*)");

  static final Pattern EVENTS = Pattern.compile("(?is)\\s*(data|event|id|retry)?:\\s.*");

  private final Buffer bytes = Buffer.buffer(ENOUGH);

  /** Kind of a body. */
  enum Kind {
    UNKNOWN,
    FILE,
    /** JSON, events with JSON, or what cannot be read. */
    JSON,
    /** The content of a string: base64, a data URL, an address, or words with data URLs. */
    TEXT
  }

  /** Accepts the next byte, and tells the kind as soon as it is known. */
  Kind accept(int b) {
    if (bytes.length() == 0 && " \t\r\n".indexOf(b) >= 0) {
      return Kind.UNKNOWN; // sent to keep the connection alive
    }
    bytes.appendByte((byte) b);
    boolean json = "{[\"".indexOf(b) >= 0 && kind() == Kind.JSON;
    return json ? Kind.JSON : bytes.length() < ENOUGH ? Kind.UNKNOWN : kind();
  }

  /** The kind of a body that ends here, or goes on. */
  Kind kind() {
    String text = bytes.toString(ISO_8859_1);
    if (JSON.matcher(text).matches()) {
      return Kind.JSON;
    }
    if (bytes.length() >= ENOUGH_OF_FILE && ImageType.detect(bytes).isPresent()) {
      return Kind.FILE;
    }
    boolean isText = TEXT.matcher(text).matches() && !EVENTS.matcher(text).matches();
    return isText ? Kind.TEXT : Kind.JSON;
  }

  Buffer bytes() {
    return bytes;
  }
}
