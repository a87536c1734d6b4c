package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;

/**
 * Resumes a subscription after its last event, without gaps or duplicates. Missed tokens come
 * merged.
 */
public final class ResumeAfterDisconnect {
  private ResumeAfterDisconnect() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    try (AnimusClient client = AnimusClient.fromEnv()) {
      Chat chat = client.chat("anna");

      var exchange = chat.send("Hello!");
      ChatEvent last = exchange.take(4).blockingLast();
      System.out.println("The listener heard up to #" + last.sequence() + ", and went away.");
      exchange.blockingSubscribe();

      client
          .events()
          .streamSince(chat.id(), last.sequence())
          .takeUntil((ChatEvent event) -> event instanceof ExchangeCompleted)
          .blockingForEach(event -> System.out.println(EventLine.of(event)));
    }
  }
}
