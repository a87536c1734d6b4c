package dev.animus4j.chat.turn;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Scans a sentence character by character, until the next one begins. The end is decided at the
 * first letter or digit after the stop, by {@link BreakIterator}; overriding it, a sentence does
 * not end after an {@link Abbreviations abbreviation}, nor before a lower-case letter, nor within
 * {@link NestingTracker nested} text. Quotes, brackets and emoji after the stop belong to the
 * sentence before it.
 */
final class SentenceScanner {
  private enum Phase {
    WORDS,
    STOPPED,
    SPACE,
    EMOJI,
    OPENING
  }

  private final BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
  private final StringBuilder word = new StringBuilder();
  private NestingTracker nestingTracker = new NestingTracker();
  private Phase phase = Phase.WORDS;
  private boolean fullWidth;
  private boolean spaced;
  private boolean lineStart;
  private int nextStart;

  /** Starts a new sentence. */
  void reset() {
    word.setLength(0);
    nestingTracker = new NestingTracker();
    phase = Phase.WORDS;
  }

  /** Reads the character at this index; returns whether the next sentence has begun. */
  boolean accept(int c, int at) {
    boolean ends =
        switch (phase) {
          case WORDS -> readWord(c);
          case STOPPED -> readAfterStop(c, at);
          case SPACE -> readSpace(c, at);
          case EMOJI -> readEmoji(c);
          case OPENING -> readOpening(c);
        };
    nestingTracker.accept(c);
    lineStart = c == '\n' || (lineStart && SentencePunctuation.isSpace(c));
    return ends;
  }

  /** The index at which the next sentence begins, once {@link #accept} returned true. */
  int nextStart() {
    return nextStart;
  }

  private boolean readWord(int c) {
    phase = Phase.WORDS;
    if (SentencePunctuation.isSpace(c)) {
      word.setLength(0);
    } else if (SentencePunctuation.isStop(c)) {
      recordStop(c);
    } else {
      word.appendCodePoint(c);
    }
    return false;
  }

  private void recordStop(int c) {
    word.appendCodePoint(SentencePunctuation.normalize(c));
    fullWidth = SentencePunctuation.isFullWidth(c);
    phase = Phase.STOPPED;
  }

  /** Reads after the stop, or after a closing character that follows it. */
  private boolean readAfterStop(int c, int at) {
    spaced = SentencePunctuation.isSpace(c);
    if (SentencePunctuation.isStop(c)) {
      recordStop(c);
      return false;
    } else if (SentencePunctuation.isClosing(c)
        || SentencePunctuation.isEmoji(c)
        || SentencePunctuation.isExtender(c)) {
      return false;
    } else if (nestingTracker.isOpen() || !(spaced || fullWidth)) {
      return readWord(c);
    }
    return readSpace(c, at);
  }

  private boolean readSpace(int c, int at) {
    nextStart = at;
    if (SentencePunctuation.isSpace(c)) {
      spaced = true;
      phase = Phase.SPACE;
      return false;
    }
    return SentencePunctuation.isEmoji(c)
        ? moveTo(lineStart ? Phase.OPENING : Phase.EMOJI)
        : readOpening(c);
  }

  /**
   * Emoji with space around them belong to the sentence before, others to the next. So do those at
   * the beginning of a line, where they often are bullets.
   */
  private boolean readEmoji(int c) {
    if (SentencePunctuation.isEmoji(c) || SentencePunctuation.isExtender(c)) {
      return false;
    }
    return SentencePunctuation.isSpace(c) ? moveTo(Phase.SPACE) : readOpening(c);
  }

  private boolean readOpening(int c) {
    boolean isOpening =
        SentencePunctuation.isOpening(c) || (phase == Phase.OPENING && isWithinOpening(c));
    return isOpening ? moveTo(Phase.OPENING) : startsSentence(c) || readWord(resetWord(c));
  }

  private static boolean isWithinOpening(int c) {
    return SentencePunctuation.isSpace(c)
        || SentencePunctuation.isEmoji(c)
        || SentencePunctuation.isExtender(c);
  }

  private boolean moveTo(Phase phase) {
    this.phase = phase;
    return false;
  }

  private int resetWord(int c) {
    word.setLength(0);
    return c;
  }

  private boolean startsSentence(int c) {
    boolean begins = SentencePunctuation.isSentenceStart(c) && !Character.isLowerCase(c);
    if (!begins || Abbreviations.contains(word.toString())) {
      return false;
    }
    String before = word + (spaced ? " " : "");
    sentences.setText(before + Character.toString(c));
    return sentences.isBoundary(before.length());
  }
}
