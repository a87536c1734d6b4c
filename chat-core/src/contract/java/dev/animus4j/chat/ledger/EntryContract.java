package dev.animus4j.chat.ledger;

import static dev.animus4j.chat.ledger.LedgerUnderTest.write;
import static dev.animus4j.chat.ledger.StepBuilder.entry;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Entries of the history. */
interface EntryContract extends LedgerUnderTest {

  @Test
  default void entriesAreOrderedByPositionAndPart() {
    Tenure tenure = claim("c");
    write(tenure, step("c").entry(10, "d").entry(2, "b").entry(1, "a").build());
    write(tenure, step("c").entry(2, 2, entry("c2")).entry(2, 1, entry("c1")).build());
    write(tenure, step("c").entry(11, "e").build());
    assertThat(texts("c")).containsExactly("a", "b", "c1", "c2", "d", "e");
    assertThat(claim("c").head().position()).isEqualTo(11);
  }

  @Test
  default void theLatestEntriesAreReadOldestFirst() {
    Tenure tenure = claim("c");
    write(tenure, step("c").entry(1, "a").entry(2, "b").entry(2, 1, entry("c")).build());
    assertThat(texts("c", 1)).containsExactly("c");
    assertThat(texts("c", 2)).containsExactly("b", "c");
    assertThat(texts("c", 3)).containsExactly("a", "b", "c");
    assertThat(texts("c", 4)).containsExactly("a", "b", "c");
  }

  @Test
  default void aLongHistoryIsReadWhole() {
    Tenure tenure = claim("c");
    StepBuilder step = step("c");
    for (int i = 1; i <= 2_500; i++) {
      step.entry(i, Integer.toString(i)).event("x", i, Integer.toString(i));
    }
    write(tenure, step.build());
    assertThat(texts("c")).hasSize(2_500).startsWith("1", "2").endsWith("2499", "2500");
    assertThat(texts("c", 1_001)).hasSize(1_001).startsWith("1500").endsWith("2500");
    assertThat(events("c")).hasSize(2_500);
    assertThat(numbers(eventsAfter("c", 1, 1_001))).hasSize(1_001).startsWith(2L).endsWith(1002L);
    assertThat(ledger().eventsOf("c", "x").blockingGet()).hasSize(2_500);
  }

  @Test
  default void anEntryIsReplacedByItsKey() {
    Tenure tenure = claim("c");
    write(tenure, step("c").entry(1, "a").entry(2, "b").build());
    write(tenure, step("c").entry(1, "A").build());
    assertThat(texts("c")).containsExactly("A", "b");
  }

  @Test
  default void anEntryIsRemovedByItsKey() {
    Tenure tenure = claim("c");
    write(tenure, step("c").entry(1, "a").entry(1, 1, entry("b")).entry(2, "c").build());
    write(tenure, step("c").without(1, 0).without(2, 0).without(7, 0).build());
    assertThat(texts("c")).containsExactly("b");
  }

  @Test
  default void entriesAreRemovedBeforeOthersAreAdded() {
    Tenure tenure = claim("c");
    write(tenure, step("c").entry(1, "a").build());
    write(tenure, step("c").entry(1, "A").without(1, 0).build());
    assertThat(texts("c")).containsExactly("A");
  }

  @Test
  default void positionsOfRemovedEntriesAreNotUsedAgain() {
    Tenure tenure = claim("c");
    write(tenure, step("c").entry(1, "a").entry(2, "b").build());
    write(tenure, step("c").without(1, 0).without(2, 0).build());
    assertThat(claim("c").head().position()).isEqualTo(2);
    assertThat(texts("c")).isEmpty();
  }
}
