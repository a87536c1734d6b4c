package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;

/** Sends a message, and prints the response. */
public final class SayHello {
  private SayHello() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    try (AnimusClient client = AnimusClient.fromEnv()) {
      client
          .chat("anna")
          .send("Hello, who are you?")
          .ofType(MessageCompleted.class)
          .blockingForEach(message -> System.out.println(message.content()));
    }
  }
}
