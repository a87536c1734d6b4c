package dev.animus4j.checks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class SimulationTest {
  private static final String SEED = "simulation.seed";

  private final Simulation simulation = new Simulation();

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
  void tenThousandExchangesInRandomWorlds() {
    assertThat(simulation.run(100, 10_000).observed()).containsKeys(kinds());
  }

  @Test
  void theSameSeedMakesTheSameWorld() {
    assertThat(seen(7)).isEqualTo(seen(7)).isNotEqualTo(seen(8));
  }

  private static Map<String, Long> seen(long seed) {
    try (Simulation again = new Simulation()) {
      return again.run(seed, 300).observed();
    }
  }

  /** The kinds that must occur, since otherwise their absence would hide errors. */
  private static String[] kinds() {
    return Stream.of(events(), ends(), verdicts(), listeners(), stores(), callers(), errors())
        .flatMap(kinds -> kinds)
        .toArray(String[]::new);
  }

  private static Stream<String> events() {
    return Stream.of(
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
        "moderation",
        "exchangeComplete");
  }

  private static Stream<String> ends() {
    return Stream.of(
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
        "failed: invalidRequest",
        "failed: contentPolicy");
  }

  private static Stream<String> verdicts() {
    return Stream.of("INPUT", "OUTPUT", "REASONING", "IMAGE_PROMPT")
        .flatMap(
            stage ->
                Stream.of(
                    "judged " + stage + ": allowed",
                    "judged " + stage + ": replaced",
                    "judged " + stage + ": withheld",
                    "judged " + stage + ": no verdict",
                    "moderated " + stage + ": REPLACED",
                    "moderated " + stage + ": WITHHELD"));
  }

  private static Stream<String> listeners() {
    return Stream.of(
        "bus: all",
        "bus: one",
        "bus: one kind",
        "bus: since before",
        "bus: since now",
        "bus: too early",
        "bus: lost");
  }

  private static Stream<String> stores() {
    return Stream.of(
        "a summary",
        "a later summary",
        "a history hangs",
        "a store of pictures hangs",
        "a picture is lost");
  }

  private static Stream<String> callers() {
    return Stream.of(
        "sent once: again meanwhile",
        "sent once: again after it",
        "sent once: again after nothing",
        "sent once: to two clients",
        "calls on a context",
        "leaves an exchange",
        "leaves in the middle of an answer",
        "leaves in the middle of a picture",
        "close");
  }

  private static Stream<String> errors() {
    return Stream.of(
            "a chat model that is asked",
            "a chat model that is heard",
            "a model behind decorators",
            "an answer",
            "an image model that is asked",
            "an image model that is heard",
            "an image model behind decorators",
            "a picture",
            "a tool",
            "a guardrail",
            "a guardrail asked for its stages",
            "a history",
            "a store of pictures",
            "a token counter",
            "a model that sums up",
            "a listener",
            "a listener on the bus",
            "a source of chance")
        .map(where -> "thrown by " + where);
  }
}
