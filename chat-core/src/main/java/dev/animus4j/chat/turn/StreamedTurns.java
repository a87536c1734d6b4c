package dev.animus4j.chat.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The turns of one answer, given out while it is made. A turn ends where a sentence or a paragraph
 * does; code, lists, quotes and tables are never torn, and what announces them stays with them.
 * Together, the turns say all that was said, in order; how it was cut into words makes no
 * difference to them. To be used by one thread at a time.
 */
public final class StreamedTurns {
  private final AutoTurn rules;
  private final RandomGenerator random;
  private final RunningText text = new RunningText();
  private int given;

  StreamedTurns(AutoTurn rules, RandomGenerator random) {
    this.rules = rules;
    this.random = random;
  }

  /**
   * Takes the next words.
   *
   * @return the turns that are complete with them, none of them the last
   */
  public List<Turn> add(String words) {
    text.add(words);
    List<Turn> turns = new ArrayList<>();
    while (given < rules.maxTurns() - 1) {
      String content = text.next();
      if (content == null) {
        break;
      }
      turns.add(rules.turn(content, given++, null, random));
    }
    return turns;
  }

  /** Whether there was a turn. */
  public boolean begun() {
    return given > 0;
  }

  /** What was said after the turns so far. */
  public String rest() {
    return text.rest();
  }

  /** The last turn, there being no more words: this text, with {@link #rest()} a turn was begun. */
  public Turn last(String content) {
    return rules.turn(content, given, given + 1, random);
  }
}
