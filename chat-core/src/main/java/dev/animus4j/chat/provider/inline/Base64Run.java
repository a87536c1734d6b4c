package dev.animus4j.chat.provider.inline;

import org.jspecify.annotations.Nullable;

/**
 * Base64 of an image within a text, up to the first character that is none. It may be broken into
 * lines of the usual lengths: then the next line belongs to it if it is as long, or if nothing
 * follows that reads like words.
 */
final class Base64Run {
  private static final int SHORTEST_LINE = 57;
  private static final int LONGEST_LINE = 80;

  private final @Nullable InlineImage image;
  private int lineLength;

  /**
   * @param image to be decoded; null to skip it
   */
  Base64Run(@Nullable InlineImage image) {
    this.image = image;
    this.lineLength = image == null ? 0 : image.lineLength();
  }

  @Nullable InlineImage image() {
    return image;
  }

  /** Whether a line of this length may have been broken to fit. */
  static boolean isBroken(int lineLength) {
    return lineLength >= SHORTEST_LINE && lineLength <= LONGEST_LINE;
  }

  /** Decodes on from here; returns where it stops, at its end or where it needs more text. */
  int decode(String text, int from, boolean last) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Base64Bytes.isPart(c)) {
        accept(c);
        at++;
      } else if (isLineBreak(c) && goesOn(text, at, last)) {
        at = skipBlank(text, at);
        lineLength = 0;
      } else {
        return at;
      }
    }
    return at;
  }

  private void accept(char c) {
    lineLength++;
    if (image != null) {
      image.accept(c);
    }
  }

  /** Whether more of the text is needed to see if the base64 ends here. */
  boolean isUndecided(String text, int at) {
    return at == text.length() || (isLineBreak(text.charAt(at)) && isUndecidedLine(text, at));
  }

  private boolean isUndecidedLine(String text, int at) {
    int line = skipBlank(text, at);
    return isBroken(lineLength) && line - at < 5 && endOfRun(text, line) == text.length();
  }

  private boolean goesOn(String text, int at, boolean last) {
    int line = skipBlank(text, at);
    int end = endOfRun(text, line);
    if (!isBroken(lineLength) || end == line) {
      return false;
    }
    boolean alone = end == text.length() ? last : isEnd(text.charAt(end));
    return end - line >= SHORTEST_LINE || alone;
  }

  private static int skipBlank(String text, int from) {
    int at = from;
    while (at < text.length() && at - from < 5 && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static int endOfRun(String text, int from) {
    int at = from;
    while (at < text.length() && at - from < SHORTEST_LINE && Base64Bytes.isPart(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isEnd(char c) {
    return isLineBreak(c) || ")\"'<>]}`".indexOf(c) >= 0;
  }
}
