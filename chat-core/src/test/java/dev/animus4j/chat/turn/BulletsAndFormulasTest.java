package dev.animus4j.chat.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Where texts are split that models write with emoji, tables and formulas. */
class BulletsAndFormulasTest {
  private static final AutoTurn MANY = new AutoTurn(20, TypingPace.INSTANT, FollowUpLimits.NONE);

  /** However it is cut into deltas. */
  private static List<String> split(String text) {
    List<String> whole = split(List.of(text));
    assertThat(split(List.of(text.split("(?<=.)")))).isEqualTo(whole);
    return whole;
  }

  private static List<String> split(List<String> deltas) {
    StreamingTurnSplitter splitter = MANY.streamingSplitter(new Random(1));
    List<String> turns = new ArrayList<>();
    deltas.forEach(delta -> splitter.add(delta).forEach(turn -> turns.add(turn.content())));
    turns.add(splitter.remaining());
    return turns;
  }

  @Test
  void anEmojiAfterASentenceBelongsToIt() {
    assertThat(split("Hello world. 😊 How are you?"))
        .containsExactly("Hello world. 😊", "How are you?");
    assertThat(split("Done. 🎉\nNext step.")).containsExactly("Done. 🎉", "Next step.");
    assertThat(split("I met 😊 Alice. Yes.")).containsExactly("I met 😊 Alice.", "Yes.");
  }

  @Test
  void anEmojiAtTheBeginningOfALineBelongsToWhatFollows() {
    assertThat(split("✅ Milk is there.\n✅ Eggs are there.\n✅ Bread is there."))
        .containsExactly("✅ Milk is there.", "✅ Eggs are there.", "✅ Bread is there.");
    assertThat(split("Great choice!\n\n🔥 Hot one.\n❄️ Cold one."))
        .containsExactly("Great choice!", "🔥 Hot one.", "❄️ Cold one.");
    assertThat(split("Try this:\n👉 Open the app.\n👉 Press start."))
        .containsExactly("Try this:\n👉 Open the app.", "👉 Press start.");
    assertThat(split("Ok.\n★ First.\n👩‍🚀 Third."))
        .containsExactly("Ok.", "★ First.", "👩‍🚀 Third.");
  }

  @Test
  void listsAndTablesAreNotTorn() {
    for (String block :
        List.of(
            "→ First step.\n→ Second step.",
            "◦ First step.\n◦ Second step.",
            "– First step.\n– Second step.",
            "a) First step.\nb) Second step.",
            "a. First step.\nb. Second step.",
            "(1) First step.\n(2) Second step.",
            "Name | What it is.\n--- | ---\nBob. | A man. Yes.\nAda. | A woman.",
            "Name|Age\n:--|--:\nBob. The man|3\nAda. The woman|4")) {
      assertThat(split("Here it is:\n" + block + "\n\nThat is all."))
          .containsExactly("Here it is:\n" + block, "That is all.");
    }
  }

  @Test
  void formulasAreNotTorn() {
    for (String formula :
        List.of(
            "It is $a. B$ here.",
            "It is $$a. B$$ here.",
            "It is \\( a. B \\) here.",
            "It is \\[ a. B \\] here.")) {
      assertThat(split(formula + " Good.")).containsExactly(formula, "Good.");
    }
    for (String formula : List.of("$$\na. B\n\n- C. D\n$$", "\\[\na. B\n\n+ C. D\n\\]")) {
      assertThat(split(formula + "\nGood. Fine.")).containsExactly(formula, "Good.", "Fine.");
    }
    assertThat(split("It costs $500. That is less than $600. Good."))
        .containsExactly("It costs $500.", "That is less than $600.", "Good.");
  }

  @Test
  void wholeRepliesAreSplitAlike() {
    RandomGenerator most = () -> Long.MAX_VALUE;
    for (String text :
        List.of(
            "Here it is:\n\n1. Milk.\n2. Eggs.\n\nThat is all.",
            "Look:\n```\na. B\n```\nGood.",
            "Name | Age\n--- | ---\nBob | 3\n\nThat is all.")) {
      assertThat(MANY.turns(ChatResponse.of(text).withTurns("one", "two"), most))
          .extracting(Turn::content)
          .allMatch(turn -> split(text).contains(turn) || turn.contains("\n\n"));
    }
  }
}
