package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.Deadlines;
import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUpLimits;
import dev.animus4j.chat.turn.TypingPace;
import java.time.Duration;

/** Random options of conversations. */
final class RandomOptions {
  static final String SYSTEM = "Be kind.";

  private static final Deadlines SHORT =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(8),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;

  RandomOptions(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
  }

  /** Options with this model name, which identifies the message. */
  ChatOptions randomOptions(String name) {
    Deadlines limits =
        randomChoices.any(SHORT, SHORT.withReply(Duration.ofSeconds(3)), Deadlines.DEFAULT);
    ChatOptions options =
        ChatOptions.of(name, SYSTEM)
            .withMaxHistoryMessages(randomChoices.any(0, 1, 2, 5, 20, 20, 20))
            .withOverlap(overlap())
            .withDeadlines(limits.withStore(simulatedWorld.stores().limit()));
    options =
        simulatedWorld.has(WorldFeature.TOKENS) && randomChoices.oneIn(2)
            ? withTokenLimit(options)
            : options;
    options = randomChoices.percent(60) ? options.withImages() : options;
    options = randomChoices.percent(60) ? options.withAutoTurn(turns()) : options;
    return randomChoices.oneIn(3) ? options.withStreaming(randomChoices.oneIn(2)) : options;
  }

  private ChatOptions withTokenLimit(ChatOptions options) {
    return options.withMaxHistoryTokens(
        randomChoices.any(1, 30, 300, 100_000), RandomTokenCounter.random(simulatedWorld));
  }

  /** Options with which a message is answered, unless the conversation is stuck. */
  ChatOptions strictOptions(String name) {
    return ChatOptions.of(name, SYSTEM)
        .withOverlap(OverlapPolicy.REJECT)
        .withDeadlines(Deadlines.DEFAULT.withStore(simulatedWorld.stores().limit()));
  }

  /** Whether it interrupts the messages before it. */
  boolean isInterrupting(SentMessage sentMessage) {
    boolean does = sentMessage.options().overlap().policy() == OverlapPolicy.Policy.INTERRUPT;
    return does && !sentMessage.message().isEmpty();
  }

  /** Whether it replaces the messages that wait before it. */
  boolean isReplacingWaiting(SentMessage sentMessage) {
    boolean does = sentMessage.options().overlap().policy() == OverlapPolicy.Policy.DROP_STALE;
    return does && !sentMessage.message().isEmpty();
  }

  private AutoTurn turns() {
    FollowUpLimits followUpLimits =
        new FollowUpLimits(
            randomChoices.upToInclusive(3), Duration.ofMillis(randomChoices.delay(3_000)));
    TypingPace pace = randomChoices.oneIn(3) ? TypingPace.INSTANT : TypingPace.NATURAL;
    return new AutoTurn(1 + randomChoices.upToInclusive(3), pace, followUpLimits);
  }

  private OverlapPolicy overlap() {
    return switch (randomChoices.upToInclusive(9)) {
      case 0, 1 -> OverlapPolicy.queue(randomChoices.upToInclusive(3));
      case 2, 3 -> OverlapPolicy.merge(Duration.ofMillis(randomChoices.delay(3_000)));
      case 4 -> OverlapPolicy.REJECT;
      case 5 -> OverlapPolicy.DROP_STALE;
      default -> OverlapPolicy.INTERRUPT;
    };
  }
}
