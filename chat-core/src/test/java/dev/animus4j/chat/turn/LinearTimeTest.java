package dev.animus4j.chat.turn;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No answer of a model keeps us busy longer than its length explains. */
@Tag("long")
class LinearTimeTest {
  private static final String[] TEXT = {
    "*", " ", "\n", "```", "~", "-", "> ", "| ", "1. ", "A", "a", "Dr. ", "。", "(", "#", ":"
  };

  @Test
  void wholeAnswers() {
    assertThat(excessive(text -> run(List.of(text), 3), TEXT)).isEmpty();
  }

  @Test
  void answersOfManyTurns() {
    String[] tokens = {"A. ", "中。", "*\n", "\n\n", "x", "- a\n"};
    assertThat(excessive(text -> run(List.of(text), 1000), tokens)).isEmpty();
  }

  @Test
  void answersThatComeCharacterByCharacter() {
    assertThat(excessive(piecewise(pieces -> run(pieces, 3)), TEXT)).isEmpty();
  }

  @Test
  void turnsOfAModel() {
    assertThat(excessive(LinearTimeTest::turn, "a", " ", "\n", ". ", "\u2028")).isEmpty();
  }

  private static void run(Iterable<String> pieces, int turns) {
    StreamingTurnSplitter streamed =
        AutoTurn.NATURAL.withMaxTurns(turns).streamingSplitter(new Random(1));
    pieces.forEach(streamed::add);
    var unused = streamed.remaining();
  }

  private static void turn(String text) {
    ChatResponse response = ChatResponse.of(text).withTurns(text, text);
    var unused = AutoTurn.NATURAL.turns(response, new Random(1));
  }
}
