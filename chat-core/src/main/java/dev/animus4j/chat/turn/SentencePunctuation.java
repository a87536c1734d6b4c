package dev.animus4j.chat.turn;

/** Classes of characters around the end of a sentence. */
final class SentencePunctuation {
  private static final String FULL_WIDTH = "。！？｡";
  private static final String STOPS = ".!?…‼⁇⁈⁉؟۔।॥．" + FULL_WIDTH;
  private static final String CLOSING = "\"'”’“»›)]}」』）】》〉*_`~";
  private static final String OPENING = "\"'“‘„«‹([{「『（【《〈*_`~¿¡";
  private static final int EMOJI_START = 0x1F000;
  private static final int EMOJI_END = 0x1FAFF;

  private SentencePunctuation() {}

  static boolean isStop(int c) {
    return STOPS.indexOf(c) >= 0;
  }

  /** Whether it is a stop that needs no space after it. */
  static boolean isFullWidth(int c) {
    return FULL_WIDTH.indexOf(c) >= 0;
  }

  /** The nearest stop that {@link java.text.BreakIterator} supports. */
  static int normalize(int stop) {
    return switch (stop) {
      case '…', '۔' -> '.';
      case '‼', '⁇', '⁈', '⁉', '؟' -> '?';
      case '｡' -> '。';
      default -> stop;
    };
  }

  static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  static boolean isClosing(int c) {
    return CLOSING.indexOf(c) >= 0;
  }

  static boolean isOpening(int c) {
    return OPENING.indexOf(c) >= 0;
  }

  /** Whether it is an emoji or a similar symbol. */
  static boolean isEmoji(int c) {
    return Character.getType(c) == Character.OTHER_SYMBOL || (c >= EMOJI_START && c <= EMOJI_END);
  }

  /** Whether it belongs to the character before it, or joins it to the next. */
  static boolean isExtender(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT ->
          true;
      default -> c >= 0x1F3FB && c <= 0x1F3FF;
    };
  }

  /** Whether a sentence may begin with it, if it is not a lower-case letter. */
  static boolean isSentenceStart(int c) {
    boolean isSign = Character.getType(c) == Character.CURRENCY_SYMBOL || c == '@' || c == '#';
    return Character.isLetterOrDigit(c) || isSign;
  }
}
