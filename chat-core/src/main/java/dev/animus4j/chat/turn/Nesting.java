package dev.animus4j.chat.turn;

/**
 * Whether something is open that a text shall not be torn in: brackets, quotes, inline code, bold
 * type. What is never closed stays open to the end of the paragraph.
 */
final class Nesting {
  private static final String OPENING = "([{«“（【《「『〈";
  private static final String CLOSING = ")]}»”）】》」』〉";
  private static final String FACES = ":;=-'";

  private int depth;
  private int low;
  private int last;
  private boolean quote;
  private boolean code;
  private boolean bold;

  void take(int c) {
    if (c == '`') {
      code = !code;
    } else if (!code) {
      takeText(c);
    }
    last = c == '*' && last == '*' ? 0 : c;
  }

  boolean isOpen() {
    return depth > 0 || quote || code || bold;
  }

  private void takeText(int c) {
    if (c == '"') {
      quote = !quote && !Character.isDigit(last);
    } else if (c == '*' && last == '*') {
      bold = !bold;
    } else if (c == '„') {
      low++;
      depth++;
    } else if (c == '“' && low > 0) {
      low--;
      depth--;
    } else if (OPENING.indexOf(c) >= 0 && FACES.indexOf(last) < 0) {
      depth++;
    } else if (CLOSING.indexOf(c) >= 0) {
      depth = Math.max(0, depth - 1);
    }
  }
}
