package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ChatEvent.MessageCompleted;
import dev.animus4j.chat.event.ChatEvent.MessagesCancelled;
import io.vertx.core.Vertx;

/** Speaks while the model is still typing: what it has not said yet is dropped. */
public final class InterruptTheModel {
  private InterruptTheModel() {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    AnimusClient client = AnimusClient.fromEnv(vertx, options -> options.inTurns());
    Chat chat = client.chat();

    var first = chat.send("Tell me more about the sea.");
    MessageCompleted turn = first.ofType(MessageCompleted.class).blockingFirst();
    System.out.println("So far: " + turn.content());
    var second = chat.send("Wait, I have another question.");

    first
        .ofType(MessagesCancelled.class)
        .blockingForEach(event -> System.out.println(event.totalTurns() + " messages dropped"));
    ExchangeCompleted end = second.ofType(ExchangeCompleted.class).blockingFirst();
    System.out.println("The second exchange: " + end.outcome());

    client.close().blockingAwait();
    vertx.close().await();
  }
}
