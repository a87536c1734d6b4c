package dev.animus4j.chat.ledger;

import static dev.animus4j.chat.ledger.LedgerUnderTest.write;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.StoredEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events and their numbers. */
interface EventContract extends LedgerUnderTest {

  @Test
  default void eventsAreReadInOrderAfterANumber() {
    Tenure tenure = claim("c");
    write(tenure, step("c").event("x", 1, "a").event("x", 2, "b").event("x", 3, "c").build());
    assertThat(numbers(eventsAfter("c", 0, 2))).containsExactly(1L, 2L);
    assertThat(numbers(eventsAfter("c", 1, 9))).containsExactly(2L, 3L);
    assertThat(numbers(eventsAfter("c", 3, 9))).isEmpty();
    assertThat(numbers(eventsAfter("c", 99, 9))).isEmpty();
  }

  @Test
  default void aRowIsReadThatCoversALaterNumber() {
    Tenure tenure = claim("c");
    write(tenure, step("c").event("x", 1, "a").events(2, 9, "x", "b").event("x", 10, "c").build());
    List<StoredEvent> rows = eventsAfter("c", 5, 9);
    assertThat(rows).extracting(StoredEvent::first).containsExactly(2L, 10L);
    assertThat(rows.get(0)).isEqualTo(new StoredEvent(2, step("c").received("x", 9, "b")));
  }

  @Test
  default void eventsOfAnExchangeAreReadWithoutOthers() {
    Tenure tenure = claim("c");
    write(tenure, step("c").event("x", 1, "a").event("y", 2, "b").event("x", 3, "c").build());
    write(claim("d"), step("d").event("x", 1, "other").build());
    assertThat(numbers(ledger().eventsOf("c", "x").blockingGet())).containsExactly(1L, 3L);
    assertThat(numbers(ledger().eventsOf("c", "y").blockingGet())).containsExactly(2L);
    assertThat(ledger().eventsOf("c", "z").blockingGet()).isEmpty();
  }

  @Test
  default void numbersThatWereReservedAreCoveredByTheNextRow() {
    write(claim("c"), step("c").event("x", 1, "a").reserved(1_025).build());
    assertThat(ledger().lastSequence("c").blockingGet()).isEqualTo(1_025);
    Tenure successor = claim("c");
    assertThat(successor.head().sequence()).isEqualTo(1);
    assertThat(successor.head().reserved()).isEqualTo(1_025);
    write(successor, step("c").events(2, 1_026, "x", "b").build());
    assertThat(claim("c").head().reserved()).isZero();
    assertThat(ledger().lastSequence("c").blockingGet()).isEqualTo(1_026);
    assertThat(numbers(eventsAfter("c", 500, 9))).containsExactly(1_026L);
  }

  @Test
  default void aReservationIsKeptUntilAStepChangesIt() {
    Tenure tenure = claim("c");
    write(tenure, step("c").event("x", 1, "a").reserved(100).build());
    write(tenure, step("c").events(2, 50, "x", "b").reserved(100).build());
    reopen();
    assertThat(claim("c").head().reserved()).isEqualTo(100);
    assertThat(ledger().lastSequence("c").blockingGet()).isEqualTo(100);
  }

  @Test
  default void numbersThatAreStoredAreNotReserved() {
    Tenure tenure = claim("c");
    write(tenure, step("c").events(1, 100, "x", "a").reserved(100).build());
    assertThat(claim("c").head().reserved()).isZero();
    assertThat(ledger().lastSequence("c").blockingGet()).isEqualTo(100);
  }

  @Test
  default void mergedDeltasKeepTheirLengths() {
    EventStamp stamp = new EventStamp("c", "x", 3, StepBuilder.NOW);
    StoredEvent merged = new StoredEvent(1, new MessageTokens(stamp, "one two"), List.of(3, 1, 3));
    write(claim("c"), new Step(0, List.of(merged), List.of(), List.of(), List.of(), List.of()));
    assertThat(events("c")).containsExactly(merged);
    assertThat(((MessageTokens) events("c").get(0).eventAfter(2)).content()).isEqualTo("two");
  }
}
