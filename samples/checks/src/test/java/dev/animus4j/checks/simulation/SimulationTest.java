package dev.animus4j.checks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class SimulationTest {
  private static final String SEED = "simulation.seed";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  /** Repeats what a failure of the others says. */
  @Test
  @EnabledIfSystemProperty(named = SEED, matches = "-?\\d+")
  void theWorldOfOneSeed() {
    new Simulation(vertx).run(Long.getLong(SEED), 1);
  }

  @Test
  void tenThousandExchangesInRandomWorlds() {
    Simulation simulation = new Simulation(vertx).run(1, 10_000);
    assertThat(simulation.seen())
        .containsKeys(
            "messageQueued",
            "messageStart",
            "messageTokens",
            "messageComplete",
            "messageError",
            "messagesCancelled",
            "imagePromptDetected",
            "imageGenerationStart",
            "imageGenerationProgress",
            "imageGenerationComplete",
            "imageGenerationError",
            "followUpScheduled",
            "followUpBlocked",
            "attemptFailed",
            "toolCallStart",
            "toolCallComplete",
            "toolCallError",
            "exchangeComplete",
            "exchange COMPLETED",
            "exchange FAILED",
            "exchange INTERRUPTED",
            "cancelled: newMessage",
            "cancelled: stopped",
            "cancelled: closed",
            "cancelled: stale",
            "follow-up blocked: IMAGE",
            "follow-up blocked: LIMIT",
            "follow-up blocked: NO_HISTORY",
            "follow-up blocked: INTERRUPTED",
            "failed: timedOut",
            "failed: protocol",
            "failed: internal",
            "failed: unavailable",
            "failed: invalidRequest");
  }

  @Test
  void theSameSeedMakesTheSameWorld() {
    assertThat(new Simulation(vertx).run(7, 300).seen())
        .isEqualTo(new Simulation(vertx).run(7, 300).seen())
        .isNotEqualTo(new Simulation(vertx).run(8, 300).seen());
  }
}
