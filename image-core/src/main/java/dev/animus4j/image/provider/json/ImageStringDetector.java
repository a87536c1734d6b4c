package dev.animus4j.image.provider.json;

import java.util.regex.Pattern;

/**
 * Detects by its first characters whether a string is an image. An image has at least 32 characters
 * and is not a URL; the head of a data URL may precede it.
 */
final class ImageStringDetector {
  private static final int MIN_LENGTH = 32;
  private static final int MAX_PREFIX = 256;
  private static final Pattern PREFIX =
      Pattern.compile("(?i)data:[^,]{0,256};\\s{0,9}base64\\s{0,9}");

  private final StringBuilder text = new StringBuilder(MIN_LENGTH);

  /** Kind of a string. */
  enum Kind {
    UNKNOWN,
    PLAIN,
    PICTURE,
    INVALID
  }

  Kind accept(int character) {
    text.append((char) character);
    if (text.length() < MIN_LENGTH) {
      return Kind.UNKNOWN;
    }
    if (startsWith("data:")) {
      return classifyDataUrl();
    }
    return startsWith("http://") || startsWith("https://") ? Kind.PLAIN : Kind.PICTURE;
  }

  /** The first base64 characters of the image. */
  String base64Prefix() {
    return text.substring(startsWith("data:") ? text.indexOf(",") + 1 : 0);
  }

  private Kind classifyDataUrl() {
    int comma = text.indexOf(",");
    if (comma < 0) {
      return text.length() > MAX_PREFIX ? Kind.INVALID : Kind.UNKNOWN;
    }
    return PREFIX.matcher(text.substring(0, comma)).matches() ? Kind.PICTURE : Kind.INVALID;
  }

  private boolean startsWith(String prefix) {
    return text.length() >= prefix.length()
        && text.substring(0, prefix.length()).equalsIgnoreCase(prefix);
  }
}
