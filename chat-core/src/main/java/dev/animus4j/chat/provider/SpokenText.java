package dev.animus4j.chat.provider;

import org.jspecify.annotations.Nullable;

/**
 * The text of an answer while it comes. What its first {@code <think>…</think>} encloses was
 * thought and not said; so that none of it is told by mistake, what may be the beginning of a tag
 * is held back until it is known. A block that is never closed counts when the answer begins with
 * it. Where there was a block, white space around the answer goes with it.
 */
final class SpokenText {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private enum Part {
    BEFORE,
    INSIDE,
    AFTER
  }

  private final StringBuilder pending = new StringBuilder();
  private final StringBuilder said = new StringBuilder();
  private final StringBuilder thought = new StringBuilder();
  private Part part = Part.BEFORE;

  /** Takes the next piece; gives what can be told now, perhaps nothing. */
  String add(String piece) {
    int told = said.length();
    pending.append(piece);
    if (part == Part.BEFORE) {
      before();
    }
    if (part == Part.INSIDE) {
      move(CLOSE, thought, Part.AFTER);
    }
    if (part == Part.AFTER) {
      after();
    }
    return said.substring(told);
  }

  /** There are no more pieces; gives what was held back. */
  String end() {
    int told = said.length();
    if (part == Part.INSIDE && !said.isEmpty()) {
      said.append(OPEN).append(thought);
      thought.setLength(0);
      part = Part.BEFORE;
    }
    (part == Part.INSIDE ? thought : said).append(pending);
    pending.setLength(0);
    return said.substring(told);
  }

  /** All that was said. */
  String said() {
    return part == Part.BEFORE ? said.toString() : said.toString().strip();
  }

  /** All that was thought; null when there was nothing. */
  @Nullable String thought() {
    String all = thought.toString().strip();
    return all.isEmpty() ? null : all;
  }

  private void before() {
    int tag = pending.indexOf(OPEN);
    int end = tag < 0 ? pending.length() - beginning(OPEN) : tag;
    if (!said.isEmpty() || !isBlank(end)) {
      move(OPEN, said, Part.INSIDE);
    } else if (tag >= 0) {
      pending.delete(0, tag + OPEN.length());
      part = Part.INSIDE;
    }
  }

  private void after() {
    if (said.isEmpty()) {
      pending.delete(0, pending.length() - pending.toString().stripLeading().length());
    }
    said.append(pending);
    pending.setLength(0);
  }

  /** All up to the tag, as far as that is certain. */
  private void move(String tag, StringBuilder target, Part next) {
    int at = pending.indexOf(tag);
    int end = at < 0 ? pending.length() - beginning(tag) : at;
    target.append(pending, 0, end);
    pending.delete(0, at < 0 ? end : end + tag.length());
    part = at < 0 ? part : next;
  }

  /** How long an end of what is pending is a beginning of the tag. */
  private int beginning(String tag) {
    int length = Math.min(tag.length() - 1, pending.length());
    while (!tag.startsWith(pending.substring(pending.length() - length))) {
      length--;
    }
    return length;
  }

  private boolean isBlank(int length) {
    return pending.chars().limit(length).allMatch(Character::isWhitespace);
  }
}
