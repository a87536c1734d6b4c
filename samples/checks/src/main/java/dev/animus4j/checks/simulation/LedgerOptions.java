package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.Deadlines;
import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUpLimits;
import dev.animus4j.chat.turn.TypingPace;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Random options of messages to clients on a ledger. */
final class LedgerOptions {
  private static final Deadlines LIMITS =
      new Deadlines(
          Duration.ofSeconds(9),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(8),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));

  private final LedgerWorld world;
  private final RandomChoices random;

  LedgerOptions(LedgerWorld world) {
    this.world = world;
    this.random = world.random();
  }

  /** Options with which a message is answered at once, unless the conversation is stuck. */
  ChatOptions strict(String name) {
    return ChatOptions.of(name, "Be kind.").withOverlap(OverlapPolicy.REJECT).withDeadlines(LIMITS);
  }

  /** Options with this model name, which identifies the message. */
  ChatOptions random(String name) {
    Tool tool =
        Tool.of("f", "does something", "{\"type\": \"object\"}")
            .withFunction(
                call ->
                    Single.timer(tool(), TimeUnit.MILLISECONDS, world.scheduler())
                        .map(now -> "42"));
    ChatOptions options =
        ChatOptions.of(name, "Be kind.").withOverlap(overlap()).withDeadlines(LIMITS);
    options = random.percent(60) ? options.withImages() : options;
    options = random.percent(60) ? options.withTools(tool) : options;
    return random.percent(40) ? options.withAutoTurn(turns()) : options.withStreaming(true);
  }

  private long tool() {
    return random.delay(3_000);
  }

  private AutoTurn turns() {
    FollowUpLimits limits =
        new FollowUpLimits(random.upToInclusive(2), Duration.ofMillis(random.delay(3_000)));
    TypingPace pace = random.oneIn(3) ? TypingPace.INSTANT : TypingPace.NATURAL;
    return new AutoTurn(1 + random.upToInclusive(2), pace, limits);
  }

  private OverlapPolicy overlap() {
    return switch (random.upToInclusive(7)) {
      case 0, 1 -> OverlapPolicy.queue(random.upToInclusive(3));
      case 2, 3 -> OverlapPolicy.merge(Duration.ofMillis(random.delay(3_000)));
      case 4 -> OverlapPolicy.REJECT;
      case 5 -> OverlapPolicy.DROP_STALE;
      default -> OverlapPolicy.INTERRUPT;
    };
  }
}
