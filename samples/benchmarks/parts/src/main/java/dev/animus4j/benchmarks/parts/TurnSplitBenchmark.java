package dev.animus4j.benchmarks.parts;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.StreamingTurnSplitter;
import dev.animus4j.chat.turn.Turn;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;

/** Splits a response into turns: as a whole, and word by word. */
public class TurnSplitBenchmark extends PartBenchmark {
  private static final String TEXT =
      "I see a golden sunset over the ocean. Waves roll in, one after the other!\n\n"
          + "Would you like to see it too? Then let us walk along the shore for a while.";

  private final AutoTurn rules = AutoTurn.NATURAL;
  private final SplittableRandom random = new SplittableRandom(42);
  private final ChatResponse response = ChatResponse.of(TEXT).withTurns("I see it.", "You too?");
  private final List<String> words = List.of(TEXT.split("(?<= )", -1));

  /** Splits all at once. */
  @Benchmark
  public List<Turn> splitWhole() {
    return rules.turns(response, random);
  }

  /** Splits word by word. */
  @Benchmark
  public Turn splitStreamed() {
    StreamingTurnSplitter turns = rules.streamingSplitter(random);
    for (String word : words) {
      turns.add(word);
    }
    return turns.lastTurn(turns.remaining());
  }
}
