package dev.animus4j.chat.ledger;

import static dev.animus4j.chat.ledger.LedgerUnderTest.write;
import static dev.animus4j.chat.ledger.StepBuilder.NOW;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exchanges and the ids of their messages. */
interface ExchangeContract extends LedgerUnderTest {

  private @Nullable String exchangeOf(String messageId) {
    return ledger().exchangeOf("c", messageId).blockingGet();
  }

  @Test
  default void aClaimTellsWhatRuns() {
    Tenure tenure = claim("c");
    write(tenure, step("c").running("z").build());
    write(tenure, step("c").running("a").running("m").build());
    write(tenure, step("c").running("z").build());
    assertThat(claim("c").head().running()).containsExactly("z", "a", "m");
  }

  @ParameterizedTest
  @EnumSource(value = StoredExchange.State.class, names = "RUNNING", mode = EnumSource.Mode.EXCLUDE)
  default void anExchangeThatEndedDoesNotRun(StoredExchange.State state) {
    Tenure tenure = claim("c");
    write(tenure, step("c").running("x").running("y").build());
    write(tenure, step("c").exchange("x", state, NOW).build());
    assertThat(claim("c").head().running()).containsExactly("y");
  }

  @Test
  default void messageIdsLeadToTheirExchange() {
    Tenure tenure = claim("c");
    write(tenure, step("c").running("x", "m1").running("y", "m3").build());
    write(tenure, step("c").running("x", "m2").build());
    write(claim("d"), step("d").running("z", "m1").build());
    assertThat(exchangeOf("m1")).isEqualTo("x");
    assertThat(exchangeOf("m2")).isEqualTo("x");
    assertThat(exchangeOf("m3")).isEqualTo("y");
    assertThat(exchangeOf("m4")).isNull();
  }

  @Test
  default void anExchangeThatEndsUnansweredReleasesItsIds() {
    Tenure tenure = claim("c");
    write(tenure, step("c").running("x", "m1", "m2").running("y", "m3").build());
    write(tenure, step("c").exchange("x", StoredExchange.State.FAILED, NOW).build());
    write(tenure, step("c").completed("y").build());
    assertThat(exchangeOf("m1")).isNull();
    assertThat(exchangeOf("m2")).isNull();
    assertThat(exchangeOf("m3")).isEqualTo("y");
    write(tenure, step("c").running("z", "m1").build());
    assertThat(exchangeOf("m1")).isEqualTo("z");
  }

  @Test
  default void aMessageIdMayMoveToAnotherExchange() {
    Tenure tenure = claim("c");
    write(tenure, step("c").running("x", "m").build());
    write(tenure, step("c").running("y", "m").build());
    write(tenure, step("c").exchange("x", StoredExchange.State.FAILED, NOW).build());
    assertThat(exchangeOf("m")).isEqualTo("y");
  }

  @Test
  default void whatRunsIsUnfinishedOnceItsLedgerIsGone() {
    write(claim("runs"), step("runs").running("x").build());
    write(claim("ended"), step("ended").running("x").build());
    write(claim("ended"), step("ended").completed("x").build());
    assertThat(ledger().unfinished(9).blockingGet()).isEmpty();
    reopen();
    assertThat(ledger().unfinished(9).blockingGet()).containsExactly("runs");
    assertThat(ledger().unfinished(9).blockingGet()).containsExactly("runs");
    claim("runs");
    assertThat(ledger().unfinished(9).blockingGet()).isEmpty();
    reopen();
    assertThat(ledger().unfinished(9).blockingGet()).containsExactly("runs");
    ledger().forget("runs").blockingGet();
    assertThat(ledger().unfinished(9).blockingGet()).isEmpty();
  }

  @Test
  default void unfinishedConversationsComeInPieces() {
    for (int i = 0; i < 7; i++) {
      write(claim("c" + i), step("c" + i).running("x").running("y").build());
    }
    reopen();
    for (int left = 7; left > 0; left -= 2) {
      var some = ledger().unfinished(2).blockingGet();
      assertThat(some).hasSize(Math.min(2, left)).doesNotHaveDuplicates();
      some.forEach(this::claim);
    }
    assertThat(ledger().unfinished(2).blockingGet()).isEmpty();
  }
}
