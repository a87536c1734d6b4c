package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.provider.json.ImageStringDetector.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locator that reads a JSON document byte by byte, as far as the next image, and collects the rest
 * of the document.
 */
final class JsonImageLocator {
  private final Set<String> keys;
  private final FailureOrigin origin;
  private final JsonRemainder jsonRemainder;
  private final JsonPathTracker path = new JsonPathTracker();
  private final JsonStringDecoder chars = new JsonStringDecoder();
  private @Nullable ImageStringDetector detector;
  private boolean inString;
  private boolean embedded;
  private int mark;
  private int dataUrlMark;
  private int imageCount;

  JsonImageLocator(Set<String> keys, int maxRemainder, FailureOrigin origin) {
    this.keys = keys;
    this.origin = origin;
    this.jsonRemainder = new JsonRemainder(maxRemainder, origin);
  }

  /** Accepts a byte outside images; true when the content of an image follows. */
  boolean accept(int c) {
    jsonRemainder.append(c);
    if (!inString) {
      acceptOutsideString(c);
      return false;
    }
    int character = chars.accept(c);
    if (character == JsonStringDecoder.END) {
      endString();
      return false;
    }
    return detector != null && character >= 0 && startsImage(detector, character);
  }

  /** Starts an image, which a marker replaces, and returns its first characters. */
  String beginImage() {
    String marker = ImageMarker.json(imageCount++);
    if (embedded) {
      jsonRemainder.replaceSince(dataUrlMark, marker);
      return "";
    }
    String encoded = detector == null ? "" : detector.base64Prefix();
    detector = null;
    inString = false;
    jsonRemainder.replaceSince(mark, '"' + marker + '"');
    return encoded;
  }

  /** Starts an image that is the whole document. */
  void beginFile() {
    jsonRemainder.replaceSince(0, '"' + ImageMarker.json(imageCount++) + '"');
  }

  /** Whether the last image is a data URL within a string, which goes on behind it. */
  boolean isEmbedded() {
    return embedded;
  }

  /** The rest of the document, once all has been read. */
  JsonNode remainder() {
    return jsonRemainder.parse();
  }

  private void acceptOutsideString(int c) {
    if (c == '"') {
      mark = jsonRemainder.size() - 1;
      inString = true;
      boolean expected = path.isAtRoot() || path.matchesAny(keys);
      detector = path.isAtKey() ? null : new ImageStringDetector(expected);
    } else if (!path.accept(c)) {
      throw new AnimusException.Protocol(origin, "the JSON is nested too deep", null);
    }
  }

  private void endString() {
    inString = false;
    detector = null;
    if (path.isAtKey()) {
      path.setKey(jsonRemainder.textSince(mark + 1));
    }
  }

  private boolean startsImage(ImageStringDetector current, int character) {
    Kind kind = current.accept(character);
    if (kind == Kind.INVALID) {
      throw new AnimusException.Protocol(origin, current.problem(), null);
    }
    if (current.isAtFirstOfDataUrl()) {
      dataUrlMark = jsonRemainder.size() - 1;
    }
    embedded = kind == Kind.DATA_URL;
    return kind != Kind.NOTHING;
  }
}
