package dev.animus4j.http;

/**
 * Text without unpaired surrogates, halves of a character that UTF-8 cannot express and strict
 * servers refuse. They arise where a text is cut at a number of chars.
 */
public final class WellFormedText {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormedText() {}

  /** The text with U+FFFD in place of each unpaired surrogate; itself if there is none. */
  public static String of(String text) {
    int unpaired = indexOfUnpaired(text, 0);
    if (unpaired < 0) {
      return text;
    }
    StringBuilder wellFormed = new StringBuilder(text);
    while (unpaired >= 0) {
      wellFormed.setCharAt(unpaired, REPLACEMENT);
      unpaired = indexOfUnpaired(text, unpaired + 1);
    }
    return wellFormed.toString();
  }

  /** The first {@code length} chars of the text, or one less where that would split a character. */
  public static String truncate(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean splits =
        length > 0
            && Character.isHighSurrogate(text.charAt(length - 1))
            && Character.isLowSurrogate(text.charAt(length));
    return text.substring(0, splits ? length - 1 : length);
  }

  private static int indexOfUnpaired(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
        if (!paired) {
          return at;
        }
        at++;
      }
    }
    return -1;
  }
}
