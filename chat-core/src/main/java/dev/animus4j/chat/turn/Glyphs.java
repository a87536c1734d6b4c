package dev.animus4j.chat.turn;

/** Kinds of characters around the end of a sentence. */
final class Glyphs {
  private static final String FULL_WIDTH = "。！？｡";
  private static final String STOPS = ".!?…‼⁇⁈⁉؟۔।॥．" + FULL_WIDTH;
  private static final String CLOSING = "\"'”’“»›)]}」』）】》〉*_`~";
  private static final String OPENING = "\"'“‘„«‹([{「『（【《〈*_`~¿¡";
  private static final int PICTURES = 0x1F000;
  private static final int PICTURES_END = 0x1FAFF;

  private Glyphs() {}

  static boolean isStop(int c) {
    return STOPS.indexOf(c) >= 0;
  }

  /** A stop after which there need be no space. */
  static boolean isFullWidth(int c) {
    return FULL_WIDTH.indexOf(c) >= 0;
  }

  /** The stop that the JDK knows best for one that it does not know. */
  static int known(int stop) {
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

  /** Emoji and their like. */
  static boolean isPicture(int c) {
    return Character.getType(c) == Character.OTHER_SYMBOL || (c >= PICTURES && c <= PICTURES_END);
  }

  /** What belongs to the character before it, or joins it to the next. */
  static boolean isExtending(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT ->
          true;
      default -> c >= 0x1F3FB && c <= 0x1F3FF;
    };
  }

  /** What a sentence may begin with, if it is not a small letter. */
  static boolean isWord(int c) {
    boolean isSign = Character.getType(c) == Character.CURRENCY_SYMBOL || c == '@' || c == '#';
    return Character.isLetterOrDigit(c) || isSign;
  }
}
