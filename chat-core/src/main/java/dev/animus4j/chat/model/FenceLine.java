package dev.animus4j.chat.model;

/**
 * Whether a line that is read character by character is, so far, the fence of a block of code:
 * three backticks or tildes after nothing but white space, and no backtick after them.
 */
final class FenceLine {
  private static final int MARKS = 3;

  private char mark;
  private int marks;
  private boolean other;

  /** The next line begins. */
  void begin() {
    mark = 0;
    marks = 0;
    other = false;
  }

  void add(char c) {
    if (marks == MARKS) {
      other = other || c == '`';
    } else if (marks == 0 ? c == '`' || c == '~' : c == mark) {
      mark = c;
      marks++;
    } else {
      other = other || marks > 0 || !Character.isWhitespace(c);
    }
  }

  boolean isFence() {
    return marks == MARKS && !other;
  }
}
