package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUpLimits;
import dev.animus4j.chat.turn.TypingPace;
import java.time.Duration;

/**
 * Answers in a few short messages, at a typing pace of your own, and follows up once. With a model
 * that streams, the first turn is published when its first sentence is complete.
 */
public final class TalkInTurns {
  private TalkInTurns() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    TypingPace brisk = new TypingPace(400, 0.2, Duration.ofMillis(50), Duration.ofMillis(500));
    FollowUpLimits once = new FollowUpLimits(1, Duration.ofMillis(200));
    AutoTurn turns = AutoTurn.NATURAL.withMaxTurns(4).withTypingPace(brisk).withFollowUps(once);
    try (AnimusClient client =
        AnimusClient.builder().fromEnv().options(options -> options.withAutoTurn(turns)).build()) {
      client
          .chat()
          .send("Tell me more about the sea.")
          .blockingForEach(event -> System.out.println(EventLine.of(event)));
    }
  }
}
