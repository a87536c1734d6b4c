package dev.animus4j.chat.turn;

/** Kind of a line of Markdown, classified by its beginning. */
enum MarkdownLine {
  /** More text is needed to classify it. */
  UNKNOWN,
  BLANK,
  PROSE,
  ITEM,
  QUOTE,
  TABLE,
  /** A heading or a rule, which introduces the text after it. */
  HEADING,
  FENCE;

  private static final String INDENTATION = " \t\r\f\u000b\u3000";
  private static final int BEGINNING = 200;
  private static final int LONGEST_NUMBER = 9;
  private static final int LONGEST_LABEL = 3;
  private static final String BULLETS = "◦▪▫‣●○■□–→➤";

  static boolean isIndentation(char c) {
    return INDENTATION.indexOf(c) >= 0;
  }

  /**
   * Classifies the line of {@code text} whose indentation ends at {@code start}; without a line
   * end, more of it may follow. If its beginning does not decide, it is prose.
   */
  static MarkdownLine classify(CharSequence text, int start) {
    int end = Math.min(text.length(), start + BEGINNING);
    MarkdownLine line = start == end ? UNKNOWN : classify(text.subSequence(start, end));
    return line == UNKNOWN && end == start + BEGINNING ? PROSE : line;
  }

  /** Whether a whole line is neither a block nor the beginning of one. */
  static boolean isProse(String line) {
    return classify(line + "\n", 0) == PROSE;
  }

  private static MarkdownLine classify(CharSequence text) {
    char first = text.charAt(0);
    return switch (first) {
      case '\n' -> BLANK;
      case '>' -> QUOTE;
      case '|' -> TABLE;
      case '•' -> ITEM;
      case '`', '~' -> classifyFence(text);
      case '$', '\\' -> FormulaFence.classify(text);
      case ':' -> classifyDelimiter(text, PROSE);
      case '(' -> classifyLabel(text);
      case '#' -> requireSpace(text, skip(text, 0, "#"), HEADING);
      case '-', '*', '_' -> classifyDashes(text);
      case '+' -> requireSpace(text, 1, ITEM);
      default -> classifyWord(text);
    };
  }

  private static MarkdownLine classifyWord(CharSequence text) {
    char first = text.charAt(0);
    if (BULLETS.indexOf(first) >= 0) {
      return requireSpace(text, 1, ITEM);
    } else if (Character.isDigit(first)) {
      return classifyNumber(text);
    } else if (!Character.isLetter(first)) {
      return PROSE;
    }
    boolean isLetter = text.length() > 1 && (text.charAt(1) == ')' || isSmallLabel(text));
    return isLetter ? requireSpace(text, 2, ITEM) : proseOrUnknown(text, 1);
  }

  /** Whether it begins with a small letter and a full stop; a large one may be an initial. */
  private static boolean isSmallLabel(CharSequence text) {
    return Character.isLowerCase(text.charAt(0)) && text.charAt(1) == '.';
  }

  /** A label such as {@code (1)} or {@code (iv)} begins an item. */
  private static MarkdownLine classifyLabel(CharSequence text) {
    int end = 1;
    while (end < text.length()
        && end <= LONGEST_LABEL
        && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    if (end == text.length()) {
      return UNKNOWN;
    }
    return end > 1 && text.charAt(end) == ')' ? requireSpace(text, end + 1, ITEM) : PROSE;
  }

  /** A line below the heads of a table that has no outer pipes: dashes, then a pipe. */
  private static MarkdownLine classifyDelimiter(CharSequence text, MarkdownLine otherwise) {
    int dashes = skip(text, 0, ":");
    int end = skip(text, skip(text, dashes, "-"), ":");
    int next = skip(text, end, " \t");
    if (next == text.length()) {
      return UNKNOWN;
    }
    return end > dashes && text.charAt(next) == '|' ? TABLE : otherwise;
  }

  /** The indentation of a line in columns; a tab counts as four. */
  static int indentColumns(CharSequence text, int start) {
    int end = skip(text, start, " \t");
    return (int) text.subSequence(start, end).chars().map(c -> c == '\t' ? 4 : 1).sum();
  }

  /** The opening mark of a fence, in its full length. */
  static String fenceMark(CharSequence text, int start) {
    int at = skip(text, start, INDENTATION);
    String formulaEnd = FormulaFence.endMark(text.subSequence(at, at + 2).toString());
    if (formulaEnd != null) {
      return formulaEnd;
    }
    return text.subSequence(at, skip(text, at, text.charAt(at) == '`' ? "`" : "~")).toString();
  }

  /** Whether a whole line closes the fence with this mark. */
  static boolean closesFence(String line, String mark) {
    String stripped = line.strip();
    if (FormulaFence.isEndMark(mark)) {
      return stripped.endsWith(mark);
    }
    boolean isMark = skip(stripped, 0, mark.substring(0, 1)) == stripped.length();
    return isMark && stripped.length() >= mark.length();
  }

  /** A backtick fence has no further backticks in its line; that would be inline code. */
  private static MarkdownLine classifyFence(CharSequence text) {
    int end = skip(text, 0, text.subSequence(0, 1).toString());
    if (end < 3) {
      return proseOrUnknown(text, end);
    }
    String line = text.subSequence(end, text.length()).toString();
    int length = line.indexOf('\n');
    if (length < 0) {
      return UNKNOWN;
    }
    return text.charAt(0) == '`' && line.substring(0, length).contains("`") ? PROSE : FENCE;
  }

  private static MarkdownLine classifyDashes(CharSequence text) {
    MarkdownLine delimiter = text.charAt(0) == '-' ? classifyDelimiter(text, PROSE) : PROSE;
    return delimiter == TABLE ? TABLE : classifyDashesOnly(text);
  }

  private static MarkdownLine classifyDashesOnly(CharSequence text) {
    int end = skip(text, 0, text.subSequence(0, 1).toString());
    if (end < 3) {
      return end == 1 && text.charAt(0) != '_'
          ? requireSpace(text, end, ITEM)
          : proseOrUnknown(text, end);
    }
    int next = skip(text, end, " \t\r");
    return next < text.length() && text.charAt(next) == '\n' ? HEADING : proseOrUnknown(text, next);
  }

  private static MarkdownLine classifyNumber(CharSequence text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end)) && end < LONGEST_NUMBER) {
      end++;
    }
    if (end == text.length()) {
      return UNKNOWN;
    }
    boolean hasDelimiter = text.charAt(end) == '.' || text.charAt(end) == ')';
    return hasDelimiter ? requireSpace(text, end + 1, ITEM) : PROSE;
  }

  private static MarkdownLine proseOrUnknown(CharSequence text, int at) {
    return at == text.length() ? UNKNOWN : PROSE;
  }

  private static MarkdownLine requireSpace(CharSequence text, int at, MarkdownLine kind) {
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
