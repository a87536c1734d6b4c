package dev.animus4j.image.provider;

import java.util.regex.Pattern;

/**
 * The beginning of a string where a picture may be, as long as it takes to tell. A picture has at
 * least 32 characters and is not the address of one; the beginning of a data URL may precede it.
 */
final class ValueHead {
  private static final int SHORTEST = 32;
  private static final int LONGEST_PREFIX = 256;
  private static final Pattern PREFIX =
      Pattern.compile("(?i)data:[^,]{0,256};\\s{0,9}base64\\s{0,9}");

  private final StringBuilder text = new StringBuilder(SHORTEST);

  /** What the string is. */
  enum Nature {
    UNKNOWN,
    PLAIN,
    PICTURE,
    INVALID
  }

  Nature take(int character) {
    text.append((char) character);
    if (text.length() < SHORTEST) {
      return Nature.UNKNOWN;
    }
    if (begins("data:")) {
      return dataUrl();
    }
    return begins("http://") || begins("https://") ? Nature.PLAIN : Nature.PICTURE;
  }

  /** The first characters of the picture. */
  String encoded() {
    return text.substring(begins("data:") ? text.indexOf(",") + 1 : 0);
  }

  private Nature dataUrl() {
    int comma = text.indexOf(",");
    if (comma < 0) {
      return text.length() > LONGEST_PREFIX ? Nature.INVALID : Nature.UNKNOWN;
    }
    return PREFIX.matcher(text.substring(0, comma)).matches() ? Nature.PICTURE : Nature.INVALID;
  }

  private boolean begins(String prefix) {
    return text.length() >= prefix.length()
        && text.substring(0, prefix.length()).equalsIgnoreCase(prefix);
  }
}
