package dev.animus4j.benchmarks.parts;

import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.StreamedTurns;
import dev.animus4j.chat.turn.Turn;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;

/** Turns: of an answer that comes whole, and of one that comes word by word. */
public class Splitting extends Part {
  private static final String TEXT =
      "I see a golden sunset over the ocean. Waves roll in, one after the other!\n\n"
          + "Would you like to see it too? Then let us walk along the shore for a while.";

  private final AutoTurn rules = AutoTurn.NATURAL;
  private final SplittableRandom random = new SplittableRandom(42);
  private final ChatReply reply = ChatReply.of(TEXT).turns("I see it.", "You too?");
  private final List<String> words = List.of(TEXT.split("(?<= )", -1));

  /** All at once. */
  @Benchmark
  public List<Turn> whole() {
    return rules.turns(reply, random);
  }

  /** Word by word. */
  @Benchmark
  public Turn streamed() {
    StreamedTurns turns = rules.streamed(random);
    for (String word : words) {
      turns.add(word);
    }
    return turns.last(turns.rest());
  }
}
