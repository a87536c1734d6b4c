package dev.animus4j.chat.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.ledger.StepBuilder;
import dev.animus4j.chat.ledger.Tenure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class LargeConversationTest {
  private static final int WINDOW = 21;
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        ConversationQueries.ENTRIES,
        ConversationQueries.EVENTS,
        ConversationQueries.EXCHANGE_EVENTS,
        ConversationQueries.LAST_SEQUENCE,
        ConversationQueries.EXCHANGE_OF,
        LedgerQueries.IMAGE,
        SurplusEntries.LATEST_SURPLUS,
        SurplusEntries.LATEST_SUMMARY
      })
  void whatConversationsReadIsFoundByAnIndex(String sql) {
    SqliteLedger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
    List<String> plan =
        ledger
            .thread()
            .submit(db -> db.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail")))
            .blockingGet();
    assertThat(plan)
        .isNotEmpty()
        .noneMatch(step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE"));
    ledger.closeAsync().blockingAwait();
  }

  @Test
  void aWindowOfManyEntriesIsReadAsFastAsOfFew() {
    SqliteLedger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
    fill(ledger, "small", WINDOW);
    fill(ledger, "large", 100_000);
    long small = Long.MAX_VALUE;
    long large = Long.MAX_VALUE;
    for (int i = 0; i < 200; i++) {
      small = Math.min(small, nanos(ledger, "small"));
      large = Math.min(large, nanos(ledger, "large"));
    }
    assertThat(large).isLessThan(5 * small);
    assertThat(ledger.entries("large", Integer.MAX_VALUE).blockingGet()).hasSize(100_000);
    ledger.closeAsync().blockingAwait();
  }

  private static void fill(SqliteLedger ledger, String conversationId, int entries) {
    Tenure tenure = ledger.claim(conversationId).blockingGet();
    for (int first = 1; first <= entries; first += 5_000) {
      StepBuilder step = StepBuilder.step(conversationId);
      LongStream.rangeClosed(first, Math.min(entries, first + 4_999))
          .forEach(position -> step.entry(position, "a text of some length"));
      tenure.write(step.build()).blockingAwait();
    }
  }

  private static long nanos(SqliteLedger ledger, String conversationId) {
    long start = System.nanoTime();
    assertThat(ledger.entries(conversationId, WINDOW).blockingGet()).hasSize(WINDOW);
    return System.nanoTime() - start;
  }
}
