package dev.animus4j.chat.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Splits one reply into turns while it is streamed. A turn ends where a sentence or a paragraph
 * does; code, lists, quotes and tables are never split, and the line that introduces them stays
 * with them. Together, the turns are the whole text, in order; they do not depend on how it is cut
 * into deltas. For use by one thread at a time.
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
   * @return the turns completed by it, none of them the last
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

  /** Whether a turn was completed. */
  public boolean hasTurns() {
    return turnCount > 0;
  }

  /** The text after the turns so far. */
  public String remaining() {
    return text.remaining();
  }

  /**
   * The last turn, after the last delta, with this text, which begins with {@link #remaining()}.
   */
  public Turn lastTurn(String content) {
    return rules.turn(content, turnCount, turnCount + 1, random);
  }
}
