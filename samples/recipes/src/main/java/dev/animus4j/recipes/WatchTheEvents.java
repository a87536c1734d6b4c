package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;

/** Subscribes to the events of all conversations, without the client: the event bus is enough. */
public final class WatchTheEvents {
  private WatchTheEvents() {}

  public static void main(String[] arguments) throws InterruptedException {
    RecipeProvider.setUp();
    Vertx vertx = Vertx.vertx();
    CountDownLatch ended = new CountDownLatch(2);

    ChatEvents events = ChatEvents.of(vertx.eventBus());
    events.subscribe(MessageTokens.class, event -> System.out.print(event.content()));
    events.subscribe(ExchangeCompleted.class, event -> print(event, ended));

    AnimusClient client = AnimusClient.builder(vertx).fromEnv().build();
    client.chat("anna").send("Hello!");
    client.chat("ben").send("Good morning!");
    ended.await();

    vertx.close().await();
  }

  private static void print(ChatEvent event, CountDownLatch ended) {
    System.out.println("\n" + event.conversationId() + ": " + ChatEvents.toJson(event));
    ended.countDown();
  }
}
