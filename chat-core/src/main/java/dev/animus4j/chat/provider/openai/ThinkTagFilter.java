package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.text.TextAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Separates reasoning from the text of a reply while it is streamed. The first {@code
 * <think>…</think>} block is reasoning; so that none of it is emitted by mistake, a possible start
 * of a tag is held back until it is decided. A block that is never closed counts when the reply
 * begins with it. If there was a block, the reply is stripped of white space.
 *
 * <p>Some servers open the block themselves and only its end is in the text: all before a lone
 * {@code </think>} is reasoning. In a stream, that has already been emitted as text, unless it
 * arrives in one delta with its end; the final {@link #content} is correct all the same. Holding
 * back every reply for it would delay the first delta of all models, so it is an option for callers
 * who know their server: see the constructor. A tag in backticks is not one.
 */
final class ThinkTagFilter {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private enum Part {
    BEFORE,
    INSIDE,
    AFTER
  }

  private final TextAccumulator content = new TextAccumulator();
  private final TextAccumulator reasoning = new TextAccumulator();

  /** White space before the first word, which is dropped when a block follows. */
  private final TextAccumulator blank = new TextAccumulator();

  private String pending = "";
  private Part part;
  private int emitted;

  /**
   * @param opened whether the reply begins inside a block without an opening tag; then nothing is
   *     emitted before its end
   */
  ThinkTagFilter(boolean opened) {
    this.part = opened ? Part.INSIDE : Part.BEFORE;
  }

  /** Adds the next delta; returns the text that can be emitted now, which may be empty. */
  String add(String delta) {
    if (isPlain(delta)) {
      content.append(delta);
      emitted = content.length();
      return delta;
    }
    pending = pending.concat(delta);
    if (part == Part.BEFORE) {
      scanBefore();
    }
    if (part == Part.INSIDE) {
      moveUntil(CLOSE, reasoning, Part.AFTER);
    }
    if (part == Part.AFTER) {
      scanAfter();
    }
    return drainContent();
  }

  /** Ends the text; returns what was held back. */
  String end() {
    if (part == Part.INSIDE && !content.isEmpty()) {
      content.append(OPEN);
      content.append(reasoning.toString());
      reasoning.clear();
      part = Part.BEFORE;
    }
    (part == Part.INSIDE ? reasoning : content).append(drainPending());
    return drainContent();
  }

  /** Ends an incomplete text; returns what was held back, unless it may be reasoning. */
  String abort() {
    if (part != Part.INSIDE) {
      content.append(drainPending());
    }
    return drainContent();
  }

  private String drainPending() {
    String left = blank + pending;
    blank.clear();
    pending = "";
    return left;
  }

  /** The complete text, without reasoning. */
  String content() {
    return part == Part.BEFORE ? content.toString() : content.toString().strip();
  }

  /** The reasoning; null when there is none. */
  @Nullable String reasoning() {
    String all = reasoning.toString().strip();
    return all.isEmpty() ? null : all;
  }

  /** Whether it can be emitted as it is, as nearly always: no tag in it, and none held back. */
  private boolean isPlain(String delta) {
    return switch (part) {
      case BEFORE ->
          pending.isEmpty() && delta.indexOf('<') < 0 && !(content.isEmpty() && isBlank(delta));
      case INSIDE -> false;
      case AFTER -> !content.isEmpty();
    };
  }

  private boolean isBlank(String delta) {
    return !blank.isEmpty() || delta.isBlank();
  }

  private String drainContent() {
    String text = content.substring(emitted);
    emitted = content.length();
    return text;
  }

  private void scanBefore() {
    int tag = indexOfTag(OPEN);
    int close = indexOfTag(CLOSE);
    if (close >= 0 && (tag < 0 || close < tag)) {
      reclassify(close);
      return;
    }
    int end =
        tag < 0
            ? pending.length() - Math.max(partialTagLength(OPEN), partialTagLength(CLOSE))
            : tag;
    String before = pending.substring(0, end);
    boolean opens = content.isEmpty() && before.isBlank();
    pending = pending.substring(tag < 0 ? end : end + OPEN.length());
    part = tag < 0 ? part : Part.INSIDE;
    if (opens && tag < 0) {
      blank.append(before);
    } else {
      content.append(opens ? "" : blank + before);
      blank.clear();
    }
  }

  /** Turns the text so far into reasoning. */
  private void reclassify(int close) {
    reasoning.append(blank + content.toString());
    reasoning.append(pending.substring(0, close));
    blank.clear();
    content.clear();
    emitted = 0;
    pending = pending.substring(close + CLOSE.length());
    part = Part.AFTER;
  }

  private int indexOfTag(String tag) {
    int at = pending.indexOf(tag);
    while (at >= 0 && isQuoted(at)) {
      at = pending.indexOf(tag, at + 1);
    }
    return at;
  }

  private boolean isQuoted(int at) {
    return at > 0 ? pending.charAt(at - 1) == '`' : !content.isEmpty() && content.lastChar() == '`';
  }

  private void scanAfter() {
    content.append(content.isEmpty() ? pending.stripLeading() : pending);
    pending = "";
  }

  /** Moves the text up to the tag, except a possible start of the tag. */
  private void moveUntil(String tag, TextAccumulator target, Part next) {
    int at = pending.indexOf(tag);
    int end = at < 0 ? pending.length() - partialTagLength(tag) : at;
    target.append(pending.substring(0, end));
    pending = pending.substring(at < 0 ? end : end + tag.length());
    part = at < 0 ? part : next;
  }

  /** The length of the longest end of the pending text that is a start of the tag. */
  private int partialTagLength(String tag) {
    int length = Math.min(tag.length() - 1, pending.length());
    while (!pending.endsWith(tag.substring(0, length))) {
      length--;
    }
    return length;
  }
}
