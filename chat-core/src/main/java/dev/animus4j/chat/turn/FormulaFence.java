package dev.animus4j.chat.turn;

import org.jspecify.annotations.Nullable;

/** Marks of a displayed formula of several lines: {@code $$ … $$} and {@code \[ … \]}. */
final class FormulaFence {
  private static final String DOLLARS = "$$";
  private static final String OPENING_BRACKET = "\\[";
  private static final String CLOSING_BRACKET = "\\]";

  private FormulaFence() {}

  /** Classifies a line that may open one; a formula that ends in its first line is prose. */
  static MarkdownLine classify(CharSequence text) {
    String line = text.toString();
    if (line.length() == 1) {
      return MarkdownLine.UNKNOWN;
    }
    String endMark = endMark(line.substring(0, 2));
    if (endMark == null) {
      return MarkdownLine.PROSE;
    }
    int end = line.indexOf('\n');
    if (line.substring(2, end < 0 ? line.length() : end).contains(endMark)) {
      return MarkdownLine.PROSE;
    }
    return end < 0 ? MarkdownLine.UNKNOWN : MarkdownLine.FENCE;
  }

  /** The mark that ends what this one opens; null when it opens nothing. */
  static @Nullable String endMark(String mark) {
    return switch (mark) {
      case DOLLARS -> DOLLARS;
      case OPENING_BRACKET -> CLOSING_BRACKET;
      default -> null;
    };
  }

  static boolean isEndMark(String mark) {
    return mark.equals(DOLLARS) || mark.equals(CLOSING_BRACKET);
  }
}
