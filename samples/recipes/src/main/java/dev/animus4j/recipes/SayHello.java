package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import io.vertx.core.Vertx;

/** Sends a message, and prints the response. */
public final class SayHello {
  private SayHello() {}

  public static void main(String[] arguments) {
    Vertx vertx = RecipeProvider.setUp();
    AnimusClient client = AnimusClient.fromEnv(vertx);

    client
        .chat("anna")
        .send("Hello, who are you?")
        .ofType(MessageCompleted.class)
        .blockingForEach(message -> System.out.println(message.content()));

    client.close().blockingAwait();
    vertx.close().await();
  }
}
