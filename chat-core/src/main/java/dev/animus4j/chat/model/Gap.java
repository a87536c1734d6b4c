package dev.animus4j.chat.model;

/** White space between two words. */
final class Gap {
  private final StringBuilder space = new StringBuilder();
  private int lines;

  void add(char c) {
    space.append(c);
    lines += c == '\n' ? 1 : 0;
  }

  boolean isEmpty() {
    return space.isEmpty();
  }

  /** The one of more lines; of as many, the longer; this one if they are equal. */
  Gap wider(Gap other) {
    boolean isThis =
        lines > other.lines || (lines == other.lines && space.length() >= other.space.length());
    return isThis ? this : other;
  }

  @Override
  public String toString() {
    return space.toString();
  }
}
