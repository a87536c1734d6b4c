package dev.animus4j.chat.turn;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * A sentence that is read character by character, until the next one begins. What is decided is
 * decided at the first letter or digit after the stop, by {@link BreakIterator}; over its word, a
 * sentence does not end after an {@link Abbreviations abbreviation}, nor before a small letter, nor
 * while something is {@link Nesting open}. Quotes, brackets and emoji after the stop belong to the
 * sentence before it.
 */
final class Sentence {
  private enum Phase {
    WORDS,
    STOPPED,
    SPACE,
    PICTURE,
    OPENING
  }

  private final BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
  private final StringBuilder word = new StringBuilder();
  private Nesting nesting = new Nesting();
  private Phase phase = Phase.WORDS;
  private boolean fullWidth;
  private boolean spaced;
  private int next;

  /** Forgets all. */
  void reset() {
    word.setLength(0);
    nesting = new Nesting();
    phase = Phase.WORDS;
  }

  /** Takes the character at this place; says whether with it the next sentence has begun. */
  boolean endsWith(int c, int at) {
    boolean ends =
        switch (phase) {
          case WORDS -> words(c);
          case STOPPED -> stopped(c, at);
          case SPACE -> spaced(c, at);
          case PICTURE -> picture(c);
          case OPENING -> opening(c);
        };
    nesting.take(c);
    return ends;
  }

  /** Where the next sentence begins, when one has. */
  int next() {
    return next;
  }

  private boolean words(int c) {
    phase = Phase.WORDS;
    if (Glyphs.isSpace(c)) {
      word.setLength(0);
    } else if (Glyphs.isStop(c)) {
      stop(c);
    } else {
      word.appendCodePoint(c);
    }
    return false;
  }

  private void stop(int c) {
    word.appendCodePoint(Glyphs.known(c));
    fullWidth = Glyphs.isFullWidth(c);
    phase = Phase.STOPPED;
  }

  /** After the stop, or what closes after it. */
  private boolean stopped(int c, int at) {
    spaced = Glyphs.isSpace(c);
    if (Glyphs.isStop(c)) {
      stop(c);
      return false;
    } else if (Glyphs.isClosing(c) || Glyphs.isPicture(c) || Glyphs.isExtending(c)) {
      return false;
    } else if (nesting.isOpen() || !(spaced || fullWidth)) {
      return words(c);
    }
    return spaced(c, at);
  }

  private boolean spaced(int c, int at) {
    next = at;
    if (Glyphs.isSpace(c)) {
      spaced = true;
      phase = Phase.SPACE;
      return false;
    }
    return Glyphs.isPicture(c) ? goingOn(Phase.PICTURE) : opening(c);
  }

  /** Pictures with space around them belong to what is before them, others to what is after. */
  private boolean picture(int c) {
    if (Glyphs.isPicture(c) || Glyphs.isExtending(c)) {
      return false;
    }
    return Glyphs.isSpace(c) ? goingOn(Phase.SPACE) : opening(c);
  }

  private boolean opening(int c) {
    boolean isOpening = Glyphs.isOpening(c) || (phase == Phase.OPENING && Glyphs.isSpace(c));
    return isOpening ? goingOn(Phase.OPENING) : isOver(c) || words(anew(c));
  }

  private boolean goingOn(Phase phase) {
    this.phase = phase;
    return false;
  }

  private int anew(int c) {
    word.setLength(0);
    return c;
  }

  private boolean isOver(int c) {
    boolean begins = Glyphs.isWord(c) && !Character.isLowerCase(c);
    if (!begins || Abbreviations.contain(word.toString())) {
      return false;
    }
    String before = word + (spaced ? " " : "");
    sentences.setText(before + Character.toString(c));
    return sentences.isBoundary(before.length());
  }
}
