package dev.animus4j.chat.model;

/** White space between two words. */
final class PendingWhitespace {
  private final StringBuilder space = new StringBuilder();
  private int lines;

  void add(char c) {
    space.append(c);
    lines += c == '\n' ? 1 : 0;
  }

  void clear() {
    space.setLength(0);
    lines = 0;
  }

  boolean isEmpty() {
    return space.isEmpty();
  }

  /** The one with more lines, or else the longer; this one if they are equal. */
  PendingWhitespace max(PendingWhitespace other) {
    boolean isThis =
        lines > other.lines || (lines == other.lines && space.length() >= other.space.length());
    return isThis ? this : other;
  }

  void appendTo(StringBuilder text) {
    text.append(space);
  }
}
