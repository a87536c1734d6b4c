package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import io.reactivex.rxjava3.disposables.Disposable;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Answers in turns, then generates the promised image; and refines it on request. */
public final class Quickstart {
  private Quickstart() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    try (AnimusClient client =
        AnimusClient.builder().fromEnv().options(o -> o.withAutoTurn().withImages()).build()) {
      send(client.chat(), "Can you show me a beautiful sunset over the ocean?");
      send(client.chat(), "Can you make the colors more vibrant?");
    }
  }

  /** Sends a message, and prints the events of the bus until the exchange is completed. */
  private static void send(Chat chat, String text) {
    CompletableFuture<ChatEvent> end = new CompletableFuture<>();
    Disposable listener = chat.events().subscribe(ChatEvent.class, event -> print(event, end));
    System.out.println("\n> " + text);
    chat.send(text);
    end.join();
    listener.dispose();
  }

  private static void print(ChatEvent event, CompletableFuture<ChatEvent> end) {
    System.out.println(EventLine.of(event));
    if (event instanceof ImageGenerationCompleted completed) {
      System.out.println("The picture is saved: " + Path.of(completed.picture().imageUrl()));
    } else if (event instanceof ExchangeCompleted) {
      end.complete(event);
    }
  }
}
