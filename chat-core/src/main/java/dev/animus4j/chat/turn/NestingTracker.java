package dev.animus4j.chat.turn;

/**
 * Tracks open brackets, quotes, inline code and bold type, within which a text is not split. One
 * that is never closed stays open to the end of the paragraph.
 */
final class NestingTracker {
  private static final String OPENING = "([{«“（【《「『〈";
  private static final String CLOSING = ")]}»”）】》」』〉";
  private static final String EMOTICONS = ":;=-'";

  private int depth;
  private int lowQuotes;
  private int last;
  private boolean quote;
  private boolean code;
  private boolean bold;
  private boolean formula;
  private boolean displayed;
  private boolean begins;

  void accept(int c) {
    if (c == '`') {
      code = !code;
    } else if (!code) {
      acceptFormula(c);
      acceptText(c);
    }
    last = (c == '*' || c == '$') && last == c ? 0 : c;
  }

  boolean isOpen() {
    return depth > 0 || quote || code || bold || formula || displayed;
  }

  /** A dollar before a digit is a price; a formula within a line ends with it. */
  private void acceptFormula(int c) {
    if (c == '$' && last == '$') {
      displayed = !displayed;
      begins = false;
    } else if (c == '$') {
      begins = !formula && !displayed;
      formula = false;
    } else {
      formula = c != '\n' && (formula || (begins && isFormulaStart(c)));
      begins = false;
    }
  }

  private static boolean isFormulaStart(int c) {
    return Character.isLetter(c) || c == '\\' || c == '{';
  }

  private void acceptText(int c) {
    if (c == '"') {
      quote = !quote && !Character.isDigit(last);
    } else if (c == '*' && last == '*') {
      bold = !bold;
    } else if (c == '„') {
      lowQuotes++;
      depth++;
    } else if (c == '“' && lowQuotes > 0) {
      lowQuotes--;
      depth--;
    } else if (OPENING.indexOf(c) >= 0 && EMOTICONS.indexOf(last) < 0) {
      depth++;
    } else if (CLOSING.indexOf(c) >= 0) {
      depth = Math.max(0, depth - 1);
    }
  }
}
