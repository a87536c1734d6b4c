package dev.animus4j.chat.turn;

/** What a line of Markdown is, as far as its beginning says. */
enum Line {
  /** There is not enough of it to tell. */
  UNKNOWN,
  BLANK,
  PROSE,
  ITEM,
  QUOTE,
  TABLE,
  /** A heading or a rule: what introduces the text after it. */
  HEADING,
  FENCE;

  private static final String INDENTATION = " \t\r\f\u000b\u3000";
  private static final int BEGINNING = 200;
  private static final int LONGEST_NUMBER = 9;

  static boolean isIndentation(char c) {
    return INDENTATION.indexOf(c) >= 0;
  }

  /**
   * The line of {@code text} whose indentation ends there, of which more may come if it has no end
   * yet. What cannot be told from its beginning is prose.
   */
  static Line at(CharSequence text, int start) {
    int end = Math.min(text.length(), start + BEGINNING);
    Line line = start == end ? UNKNOWN : of(text.subSequence(start, end));
    return line == UNKNOWN && end == start + BEGINNING ? PROSE : line;
  }

  private static Line of(CharSequence text) {
    char first = text.charAt(0);
    return switch (first) {
      case '\n' -> BLANK;
      case '>' -> QUOTE;
      case '|' -> TABLE;
      case '•' -> ITEM;
      case '`', '~' -> fence(text);
      case '#' -> spaced(text, skip(text, 0, "#"), HEADING);
      case '-', '*', '_' -> dashes(text);
      case '+' -> spaced(text, 1, ITEM);
      default -> Character.isDigit(first) ? number(text) : PROSE;
    };
  }

  /** How far a line is indented, a tab being four columns wide. */
  static int columns(CharSequence text, int start) {
    int end = skip(text, start, " \t");
    return (int) text.subSequence(start, end).chars().map(c -> c == '\t' ? 4 : 1).sum();
  }

  /** The mark of a fence, as long as it is. */
  static String mark(CharSequence text, int start) {
    int at = skip(text, start, INDENTATION);
    return text.subSequence(at, skip(text, at, text.charAt(at) == '`' ? "`" : "~")).toString();
  }

  /** Whether a whole line closes the fence with this mark. */
  static boolean closes(String line, String mark) {
    String bare = line.strip();
    boolean isMark = skip(bare, 0, mark.substring(0, 1)) == bare.length();
    return isMark && bare.length() >= mark.length();
  }

  /** Between backticks, what looks like a fence is but code within a line. */
  private static Line fence(CharSequence text) {
    int end = skip(text, 0, text.subSequence(0, 1).toString());
    if (end < 3) {
      return known(text, end);
    }
    String line = text.subSequence(end, text.length()).toString();
    int length = line.indexOf('\n');
    if (length < 0) {
      return UNKNOWN;
    }
    return text.charAt(0) == '`' && line.substring(0, length).contains("`") ? PROSE : FENCE;
  }

  private static Line dashes(CharSequence text) {
    int end = skip(text, 0, text.subSequence(0, 1).toString());
    if (end < 3) {
      return end == 1 && text.charAt(0) != '_' ? spaced(text, end, ITEM) : known(text, end);
    }
    int next = skip(text, end, " \t\r");
    return next < text.length() && text.charAt(next) == '\n' ? HEADING : known(text, next);
  }

  private static Line number(CharSequence text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end)) && end < LONGEST_NUMBER) {
      end++;
    }
    if (end == text.length()) {
      return UNKNOWN;
    }
    boolean isMarked = text.charAt(end) == '.' || text.charAt(end) == ')';
    return isMarked ? spaced(text, end + 1, ITEM) : PROSE;
  }

  private static Line known(CharSequence text, int at) {
    return at == text.length() ? UNKNOWN : PROSE;
  }

  private static Line spaced(CharSequence text, int at, Line kind) {
    if (at == text.length()) {
      return UNKNOWN;
    }
    return Character.isWhitespace(text.charAt(at)) ? kind : PROSE;
  }

  private static int skip(CharSequence text, int from, String chars) {
    int at = from;
    while (at < text.length() && chars.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
