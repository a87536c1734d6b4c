package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUps;
import dev.animus4j.chat.turn.TypingPace;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Answers in a few short messages, typed at a pace of your own, and goes on by itself once. With a
 * model that streams, the first one comes when its first sentence is complete.
 */
public final class TalkInTurns {
  private TalkInTurns() {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    TypingPace brisk = new TypingPace(400, 0.2, Duration.ofMillis(50), Duration.ofMillis(500));
    FollowUps once = new FollowUps(1, Duration.ofMillis(200));
    AutoTurn turns = AutoTurn.NATURAL.atMost(4).pace(brisk).followUps(once);
    AnimusClient client = AnimusClient.fromEnv(vertx, options -> options.inTurns(turns));

    client
        .chat()
        .send("Tell me more about the sea.")
        .ofType(MessageCompleted.class)
        .blockingForEach(turn -> System.out.println(turn.messageType() + ": " + turn.content()));

    client.close().blockingAwait();
    vertx.close().await();
  }
}
