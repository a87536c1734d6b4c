package dev.animus4j.chat.ledger;

import static dev.animus4j.chat.ledger.LedgerUnderTest.write;
import static dev.animus4j.chat.ledger.StepBuilder.NOW;
import static dev.animus4j.chat.ledger.StepBuilder.entry;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.StoredExchange.State;
import dev.animus4j.chat.model.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept, and for how long. */
interface RetentionContract extends LedgerUnderTest {

  private static Instant after(Duration time) {
    return NOW.plus(time).plusMillis(1);
  }

  private static HistoryEntry entryAt(String text, Instant time) {
    return HistoryEntry.of(Message.user(text), time);
  }

  @Test
  default void eventsAreKeptForADayAfterTheirExchange() {
    Tenure tenure = claim("c");
    Instant end = NOW.plusSeconds(60);
    write(tenure, step("c").running("x", "m1").event("x", 1, "a").entry(1, "a").build());
    write(tenure, step("c").exchange("x", State.FAILED, end, "m1").event("x", 2, "b").build());
    write(tenure, step("c").running("y", "m2").event("y", 3, "c").build());
    assertThat(ledger().expire(LedgerRetention.DEFAULT, end.plus(Duration.ofDays(1))).blockingGet())
        .isZero();
    assertThat(ledger().exchangeOf("c", "m1").blockingGet()).isEqualTo("x");
    Instant later = end.plus(Duration.ofDays(1)).plusMillis(1);
    assertThat(ledger().expire(LedgerRetention.DEFAULT, later).blockingGet()).isEqualTo(2);
    assertThat(numbers(events("c"))).containsExactly(3L);
    assertThat(ledger().exchangeOf("c", "m1").blockingGet()).isNull();
    assertThat(ledger().exchangeOf("c", "m2").blockingGet()).isEqualTo("y");
    assertThat(texts("c")).containsExactly("a");
    assertThat(claim("c").head().running()).containsExactly("y");
  }

  @Test
  default void eventsOfAnUnknownExchangeAreKeptForADay() {
    Tenure tenure = claim("c");
    write(tenure, step("c").event("x", 1, "a").build());
    ledger().expire(LedgerRetention.DEFAULT, after(Duration.ofHours(23))).blockingGet();
    assertThat(numbers(events("c"))).containsExactly(1L);
    ledger().expire(LedgerRetention.DEFAULT, after(Duration.ofDays(1))).blockingGet();
    assertThat(events("c")).isEmpty();
  }

  @Test
  default void numbersGoOnWhenAllThatHadThemIsGone() {
    Tenure tenure = claim("c");
    write(tenure, step("c").completed("x").event("x", 1, "a").entry(1, "a").build());
    LedgerRetention brief = LedgerRetention.DEFAULT.withEntries(Duration.ofDays(1));
    assertThat(ledger().expire(brief, after(Duration.ofDays(2))).blockingGet()).isEqualTo(2);
    assertThat(texts("c")).isEmpty();
    reopen();
    Tenure.Head head = claim("c").head();
    assertThat(head).isEqualTo(new Tenure.Head(head.epoch(), 1, 1, 0, List.of()));
  }

  @Test
  default void entriesAreKeptByAge() {
    Tenure tenure = claim("c");
    HistoryEntry summary = HistoryEntry.summary("of the old", NOW.plusSeconds(20));
    write(
        tenure,
        step("c")
            .entry(1, "old")
            .entry(1, 1, summary)
            .entry(2, 0, entryAt("also old", NOW.plusSeconds(1)))
            .entry(3, 0, entryAt("new", NOW.plusSeconds(10)))
            .build());
    LedgerRetention day = LedgerRetention.DEFAULT.withEntries(Duration.ofDays(1));
    Instant now = NOW.plusSeconds(10).plus(Duration.ofDays(1));
    assertThat(ledger().expire(day, now).blockingGet()).isEqualTo(2);
    assertThat(texts("c")).containsExactly("of the old", "new");
    assertThat(ledger().expire(LedgerRetention.DEFAULT, now).blockingGet()).isZero();
  }

  @Test
  default void entriesAreKeptByCount() {
    write(claim("c"), step("c").entry(1, "1").entry(2, "2").entry(2, 1, entry("3")).build());
    write(claim("d"), step("d").entry(1, "1").entry(2, "2").build());
    LedgerRetention two = LedgerRetention.DEFAULT.withMaxEntries(2);
    assertThat(ledger().expire(two, NOW).blockingGet()).isEqualTo(1);
    assertThat(texts("c")).containsExactly("2", "3");
    assertThat(texts("d")).containsExactly("1", "2");
  }

  @Test
  default void theLatestSummaryIsNotCounted() {
    StepBuilder step = step("c").entry(1, 0, HistoryEntry.summary("first", NOW));
    step.entry(2, "a").entry(2, 1, HistoryEntry.summary("second", NOW));
    write(claim("c"), step.entry(3, "b").entry(4, "c").entry(5, "d").build());
    LedgerRetention two = LedgerRetention.DEFAULT.withMaxEntries(2);
    assertThat(ledger().expire(two, NOW).blockingGet()).isEqualTo(3);
    assertThat(texts("c")).containsExactly("second", "c", "d");
  }

  @Test
  default void theEntriesOfARunningConversationAreKept() {
    Tenure tenure = claim("c");
    write(tenure, step("c").running("x").entry(1, "a").entry(2, "b").build());
    LedgerRetention brief = new LedgerRetention(Duration.ZERO, Duration.ZERO, 1);
    assertThat(ledger().expire(brief, after(Duration.ofDays(1))).blockingGet()).isZero();
    assertThat(texts("c")).containsExactly("a", "b");
    write(tenure, step("c").completed("x").build());
    assertThat(ledger().expire(brief, after(Duration.ofDays(1))).blockingGet()).isEqualTo(2);
    assertThat(texts("c")).isEmpty();
  }

  @Test
  default void muchIsExpiredInOneCall() {
    Tenure tenure = claim("c");
    StepBuilder step = step("c").completed("x").completed("y");
    for (int i = 1; i <= 12_000; i++) {
      step.entry(i, "").event(i % 2 == 0 ? "x" : "y", i, "");
    }
    write(tenure, step.build());
    LedgerRetention brief = new LedgerRetention(Duration.ZERO, null, 10);
    assertThat(ledger().expire(brief, after(Duration.ZERO)).blockingGet()).isEqualTo(23_990);
    assertThat(texts("c")).hasSize(10);
    assertThat(events("c")).isEmpty();
  }
}
