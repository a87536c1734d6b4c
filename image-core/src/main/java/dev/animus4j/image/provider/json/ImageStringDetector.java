package dev.animus4j.image.provider.json;

import dev.animus4j.image.format.ImageType;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Detects images in a string. A string is one if it begins with the bytes of one, in base64, or,
 * where an image is expected, with anything that is not like an address; the head of a data URL may
 * precede it. Data URLs of images are found anywhere.
 */
final class ImageStringDetector {
  private static final int MIN_LENGTH = 32;
  private static final int MAX_PREFIX = 256;
  private static final Pattern PREFIX =
      Pattern.compile("(?i)data:[^,]{0,256};\\s{0,9}base64\\s{0,9}");
  private static final Pattern ADDRESS = Pattern.compile("(?s).*[:.?&%#].*");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]+");

  private final boolean expected;
  private final StringBuilder start = new StringBuilder(MIN_LENGTH);
  private final DataUrlStart dataUrl = new DataUrlStart();
  private boolean decided;

  /**
   * @param expected whether an image is expected in this place
   */
  ImageStringDetector(boolean expected) {
    this.expected = expected;
  }

  /** What begins behind a character. */
  enum Kind {
    NOTHING,
    /** The string is an image: its first characters are {@link #base64Prefix}. */
    IMAGE,
    /** The data URL of an image, within the string; its base64 follows. */
    DATA_URL,
    INVALID
  }

  Kind accept(int character) {
    if (!decided && (start.length() > 0 || character > ' ')) {
      start.append((char) character);
      Kind kind = start.length() < MIN_LENGTH ? Kind.NOTHING : classifyStart();
      if (kind != Kind.NOTHING) {
        return kind;
      }
    }
    boolean embedded = dataUrl.accept(character) && !isWholeDataUrl();
    decided |= embedded;
    return embedded ? Kind.DATA_URL : Kind.NOTHING;
  }

  /** Whether the last character is the first of what may be a data URL. */
  boolean isAtFirstOfDataUrl() {
    return dataUrl.isAtFirst();
  }

  /** The first base64 characters of the image. */
  String base64Prefix() {
    return start.substring(startsWith("data:") ? start.indexOf(",") + 1 : 0);
  }

  /** What is wrong with an invalid data URL. */
  String problem() {
    return start.toString().toLowerCase(Locale.ROOT).contains("image/svg")
        ? "the picture is an SVG, which may carry scripts and has no pixels"
        : "the data: URL of the picture is invalid";
  }

  /** Where an image is expected, a data URL takes up the whole string. */
  private boolean isWholeDataUrl() {
    return expected && !decided && startsWith("data:");
  }

  private Kind classifyStart() {
    if (isWholeDataUrl()) {
      return classifyDataUrl();
    }
    if (startsWith("data:")) {
      return classifyOtherDataUrl();
    }
    decided = true;
    boolean unknown = expected && !ADDRESS.matcher(start).matches();
    return unknown || isImage(start.toString()) ? Kind.IMAGE : Kind.NOTHING;
  }

  private Kind classifyDataUrl() {
    int comma = start.indexOf(",");
    if (comma < 0) {
      return start.length() > MAX_PREFIX ? Kind.INVALID : Kind.NOTHING;
    }
    return PREFIX.matcher(start.substring(0, comma)).matches() ? Kind.IMAGE : Kind.INVALID;
  }

  /** A data URL of no type, or of another, may contain an image all the same. */
  private Kind classifyOtherDataUrl() {
    int comma = start.indexOf(",");
    boolean known = comma >= 0 && start.length() >= comma + 1 + MIN_LENGTH;
    decided = known || start.length() > 2 * MAX_PREFIX;
    boolean image =
        known
            && PREFIX.matcher(start.substring(0, comma)).matches()
            && isImage(start.substring(comma + 1));
    return image ? Kind.IMAGE : Kind.NOTHING;
  }

  /** Whether this is the beginning of an image in base64. */
  static boolean isImage(String base64) {
    if (!BASE64.matcher(base64).matches()) {
      return false;
    }
    String standard = base64.substring(0, 16).replace('-', '+').replace('_', '/');
    return ImageType.detect(Buffer.buffer(Base64.getDecoder().decode(standard))).isPresent();
  }

  private boolean startsWith(String prefix) {
    return start.length() >= prefix.length()
        && start.substring(0, prefix.length()).toLowerCase(Locale.ROOT).equals(prefix);
  }
}
