package dev.animus4j.chat.model;

/**
 * Detects, character by character, whether a line so far is the fence of a code block: three
 * backticks or tildes after white space only, and no backtick after them.
 */
final class CodeFenceDetector {
  private static final int MARKS = 3;

  private char mark;
  private int marks;
  private boolean other;

  /** Begins the next line. */
  void reset() {
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
