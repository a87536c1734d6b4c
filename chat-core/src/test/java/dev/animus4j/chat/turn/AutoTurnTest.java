package dev.animus4j.chat.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.model.ChatResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AutoTurnTest {
  /** Always the most turns, and the mean typing time. */
  private static final RandomGenerator MOST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public int nextInt(int bound) {
          return bound - 1;
        }

        @Override
        public double nextDouble() {
          return 0.5;
        }
      };

  private static List<String> said(ChatResponse response) {
    return AutoTurn.NATURAL.turns(response, MOST).stream().map(Turn::content).toList();
  }

  @Test
  void proposedTurnsAreTakenUpToTheLimit() {
    assertThat(said(ChatResponse.of("A B C").withTurns("A", "B", "C")))
        .containsExactly("A", "B", "C");
  }

  @Test
  void oneTurnIsKeptFreeForAnAnnouncedFollowUp() {
    assertThat(said(ChatResponse.of("A B C").withTurns("A", "B", "C").withNext()))
        .containsExactly("A B", "C");
  }

  @Test
  void linesWinOverProposedTurns() {
    assertThat(said(ChatResponse.of("L1\nL2\n\nL3\nL4\nL5").withTurns("whole")))
        .containsExactly("L1 L2", "L3 L4", "L5");
  }

  @Test
  void linesMakeRoomForAFollowUpToo() {
    assertThat(said(ChatResponse.of("L1\nL2\nL3\nL4\nL5").withTurns("whole").withNext()))
        .containsExactly("L1 L2 L3", "L4 L5");
  }

  @Test
  void aSingleProposedTurnIsNoTurn() {
    assertThat(said(ChatResponse.of("One.").withTurns("One."))).isEmpty();
  }

  @Test
  void linesAloneAreNotTorn() {
    assertThat(said(ChatResponse.of("a poem\nof two lines"))).isEmpty();
  }

  @Test
  void blankTurnsAreNotSaid() {
    assertThat(said(ChatResponse.of("A B").withTurns("A", "  ", "B"))).containsExactly("A", "B");
  }

  @Test
  void theNumberOfTurnsIsLeftToChance() {
    RandomGenerator least = () -> 0;
    List<Turn> turns = AutoTurn.NATURAL.turns(ChatResponse.of("A B").withTurns("A", "B"), least);
    assertThat(turns).extracting(Turn::content).containsExactly("A B");
  }

  @Test
  void theFirstTurnIsDueAtOnceAndTheOthersTakeTimeToType() {
    ChatResponse response = ChatResponse.of("x").withTurns("first", "word", "these are three");
    assertThat(AutoTurn.NATURAL.turns(response, MOST))
        .extracting(Turn::delay)
        .containsExactly(Duration.ZERO, Duration.ofMillis(1579), Duration.ofSeconds(4));
  }

  @Test
  void typingTimeStaysBetweenItsBounds() {
    TypingPace pace = new TypingPace(38, 0.2, Duration.ofSeconds(2), Duration.ofSeconds(3));
    ChatResponse response = ChatResponse.of("x").withTurns("a", "b", "c d e f g");
    assertThat(AutoTurn.NATURAL.withTypingPace(pace).turns(response, MOST))
        .extracting(Turn::delay)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> AutoTurn.NATURAL.withMaxTurns(0)).hasMessageContaining("maxTurns");
    assertThatThrownBy(() -> new TypingPace(0, 0.2, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("wordsPerMinute");
    assertThatThrownBy(() -> new TypingPace(1, 1.1, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("variation");
    assertThatThrownBy(() -> new TypingPace(1, 1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("shortest");
    assertThatThrownBy(() -> new FollowUpLimits(-1, Duration.ZERO)).hasMessageContaining("limit");
  }

  @Property
  void nothingIsLostAndTheLimitHolds(
      @ForAll @Size(max = 9) List<@IntRange(max = 99) Integer> pieces,
      @ForAll @IntRange(min = 1, max = 5) int maxTurns,
      @ForAll boolean next,
      @ForAll long seed) {
    String[] words = pieces.stream().map(String::valueOf).toArray(String[]::new);
    ChatResponse response = ChatResponse.of("text").withTurns(words);
    List<Turn> turns =
        AutoTurn.NATURAL
            .withMaxTurns(maxTurns)
            .turns(next ? response.withNext() : response, new Random(seed));
    if (words.length < 2) {
      assertThat(turns).isEmpty();
    } else {
      assertThat(turns).hasSizeBetween(1, Math.max(1, next ? maxTurns - 1 : maxTurns));
      assertThat(String.join(" ", turns.stream().map(Turn::content).toList()))
          .isEqualTo(String.join(" ", words));
      assertThat(turns.get(turns.size() - 1).isLast()).isTrue();
    }
  }
}
