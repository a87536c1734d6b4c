package dev.animus4j.chat.provider;

import dev.animus4j.chat.text.GrowingText;
import org.jspecify.annotations.Nullable;

/**
 * The text of an answer while it comes. What its first {@code <think>…</think>} encloses was
 * thought and not said; so that none of it is told by mistake, what may be the beginning of a tag
 * is held back until it is known. A block that is never closed counts when the answer begins with
 * it. Where there was a block, white space around the answer goes with it.
 *
 * <p>Some servers open the block themselves and only its end is in the text: all before a lone
 * {@code </think>} was thought. Of a stream, that was told before it could be known, unless it came
 * in one piece with its end; what is {@link #said} in the end is right all the same. Holding every
 * answer back for the sake of it would cost all models their first words, so only whoever knows his
 * server asks for that: see the constructor. A tag in backticks is not one.
 */
final class SpokenText {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private enum Part {
    BEFORE,
    INSIDE,
    AFTER
  }

  private final GrowingText said = new GrowingText();
  private final GrowingText thought = new GrowingText();

  /** White space before the first word, which goes when a block follows. */
  private final GrowingText blank = new GrowingText();

  private String pending = "";
  private Part part;
  private int told;

  /**
   * @param opened whether the answer begins inside a block, though no tag says so; then nothing is
   *     told before its end
   */
  SpokenText(boolean opened) {
    this.part = opened ? Part.INSIDE : Part.BEFORE;
  }

  /** Takes the next piece; gives what can be told now, perhaps nothing. */
  String add(String piece) {
    if (isPlain(piece)) {
      said.append(piece);
      told = said.length();
      return piece;
    }
    pending = pending.concat(piece);
    if (part == Part.BEFORE) {
      before();
    }
    if (part == Part.INSIDE) {
      move(CLOSE, thought, Part.AFTER);
    }
    if (part == Part.AFTER) {
      after();
    }
    return untold();
  }

  /** There are no more pieces; gives what was held back. */
  String end() {
    if (part == Part.INSIDE && !said.isEmpty()) {
      said.append(OPEN);
      said.append(thought.toString());
      thought.clear();
      part = Part.BEFORE;
    }
    (part == Part.INSIDE ? thought : said).append(left());
    return untold();
  }

  /** It breaks off; gives what was held back, unless that may have been thought. */
  String breakOff() {
    if (part != Part.INSIDE) {
      said.append(left());
    }
    return untold();
  }

  private String left() {
    String left = blank + pending;
    blank.clear();
    pending = "";
    return left;
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

  /** Whether there is nothing in it to look for, as nearly always, and nothing held back. */
  private boolean isPlain(String piece) {
    return switch (part) {
      case BEFORE ->
          pending.isEmpty() && piece.indexOf('<') < 0 && !(said.isEmpty() && isBlank(piece));
      case INSIDE -> false;
      case AFTER -> !said.isEmpty();
    };
  }

  private boolean isBlank(String piece) {
    return !blank.isEmpty() || piece.isBlank();
  }

  private String untold() {
    String words = said.from(told);
    told = said.length();
    return words;
  }

  private void before() {
    int tag = tag(OPEN);
    int close = tag(CLOSE);
    if (close >= 0 && (tag < 0 || close < tag)) {
      takeBack(close);
      return;
    }
    int end = tag < 0 ? pending.length() - Math.max(beginning(OPEN), beginning(CLOSE)) : tag;
    String before = pending.substring(0, end);
    boolean opens = said.isEmpty() && before.isBlank();
    pending = pending.substring(tag < 0 ? end : end + OPEN.length());
    part = tag < 0 ? part : Part.INSIDE;
    if (opens && tag < 0) {
      blank.append(before);
    } else {
      said.append(opens ? "" : blank + before);
      blank.clear();
    }
  }

  /** What was said, was thought. */
  private void takeBack(int close) {
    thought.append(blank + said.toString());
    thought.append(pending.substring(0, close));
    blank.clear();
    said.clear();
    told = 0;
    pending = pending.substring(close + CLOSE.length());
    part = Part.AFTER;
  }

  private int tag(String tag) {
    int at = pending.indexOf(tag);
    while (at >= 0 && isQuoted(at)) {
      at = pending.indexOf(tag, at + 1);
    }
    return at;
  }

  private boolean isQuoted(int at) {
    return at > 0 ? pending.charAt(at - 1) == '`' : !said.isEmpty() && said.last() == '`';
  }

  private void after() {
    said.append(said.isEmpty() ? pending.stripLeading() : pending);
    pending = "";
  }

  /** All up to the tag, as far as that is certain. */
  private void move(String tag, GrowingText target, Part next) {
    int at = pending.indexOf(tag);
    int end = at < 0 ? pending.length() - beginning(tag) : at;
    target.append(pending.substring(0, end));
    pending = pending.substring(at < 0 ? end : end + tag.length());
    part = at < 0 ? part : next;
  }

  /** How long an end of what is pending is a beginning of the tag. */
  private int beginning(String tag) {
    int length = Math.min(tag.length() - 1, pending.length());
    while (!pending.endsWith(tag.substring(0, length))) {
      length--;
    }
    return length;
  }
}
