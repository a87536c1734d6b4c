package dev.animus4j.checks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class LedgerSimulationTest {
  private static final String SEED = "simulation.ledgerSeed";

  private final LedgerSimulation simulation = new LedgerSimulation();

  @AfterEach
  void close() {
    simulation.close();
  }

  /** Repeats the world of a failed test. */
  @Test
  @EnabledIfSystemProperty(named = SEED, matches = "-?\\d+")
  void theWorldOfOneSeed() {
    simulation.run(Long.getLong(SEED), 1);
  }

  @Test
  void fiveThousandMessagesInRandomWorlds() {
    assertThat(simulation.run(1, 5_000).observed())
        .containsKeys(
            "crash",
            "close",
            "outage",
            "erased",
            "edited",
            "broken off",
            "taken over",
            "a delta is lost",
            "sent while the ledger is away",
            "ledger LATE",
            "ledger FAILS",
            "ledger FAILS_STORED",
            "ledger SILENT",
            "ledger SILENT_STORED",
            "toolCallComplete",
            "followUpScheduled",
            "imageGenerationComplete",
            "stored COMPLETED",
            "stored FAILED",
            "stored INTERRUPTED");
  }

  @Test
  void theSameSeedMakesTheSameWorld() {
    assertThat(seen(7)).isEqualTo(seen(7)).isNotEqualTo(seen(8));
  }

  private static Map<String, Long> seen(long seed) {
    try (LedgerSimulation again = new LedgerSimulation()) {
      return again.run(seed, 300).observed();
    }
  }
}
