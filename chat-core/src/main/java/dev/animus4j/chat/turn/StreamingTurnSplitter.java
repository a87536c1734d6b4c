package dev.animus4j.chat.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Splits one reply into turns while it is streamed. A turn ends at the end of a sentence or a
 * paragraph. Code, lists, quotes and tables are never split, and the line that introduces them
 * stays with them. The turns in order are the whole text, and they do not depend on how the text is
 * divided into deltas. Only one thread at a time may use a splitter.
 */
public final class StreamingTurnSplitter {
  private final AutoTurn rules;
  private final RandomGenerator random;
  private final StreamingTextSegmenter text = new StreamingTextSegmenter();
  private int turnCount;

  StreamingTurnSplitter(AutoTurn rules, RandomGenerator random) {
    this.rules = rules;
    this.random = random;
  }

  /**
   * Adds the next delta.
   *
   * @return the turns that this delta completes; the last turn of the reply is never among them
   */
  public List<Turn> add(String delta) {
    text.add(delta);
    List<Turn> turns = new ArrayList<>();
    while (turnCount < rules.maxTurns() - 1) {
      String content = text.nextSegment();
      if (content == null) {
        break;
      }
      turns.add(rules.turn(content, turnCount++, null, random));
    }
    return turns;
  }

  /** Whether {@link #add} has returned a turn. */
  public boolean hasTurns() {
    return turnCount > 0;
  }

  /** The text that was added and is not part of a turn yet. */
  public String remaining() {
    return text.remaining();
  }

  /**
   * Returns the last turn of the reply, once its last delta is added.
   *
   * @param content the text of the turn; it begins with {@link #remaining()}
   */
  public Turn lastTurn(String content) {
    return rules.turn(content, turnCount, turnCount + 1, random);
  }
}
