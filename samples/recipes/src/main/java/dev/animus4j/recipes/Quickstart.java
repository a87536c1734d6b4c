package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Answers in turns, then draws what it promised; and changes the picture when asked to. */
public final class Quickstart {
  private Quickstart() {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    AnimusClient client = AnimusClient.fromEnv(vertx, options -> options.inTurns().drawing());
    say(client.chat(), "Can you show me a beautiful sunset over the ocean?");
    say(client.chat(), "Can you make the colors more vibrant?");
    client.close().blockingAwait();
    vertx.close().await();
  }

  /** Sends a message, and prints what the event bus tells until all of it has happened. */
  private static void say(Chat chat, String text) {
    CompletableFuture<ChatEvent> end = new CompletableFuture<>();
    Disposable listener = chat.events().on(ChatEvent.class, event -> tell(event, end));
    System.out.println("\n> " + text);
    chat.send(text);
    end.join();
    listener.dispose();
  }

  private static void tell(ChatEvent event, CompletableFuture<ChatEvent> end) {
    System.out.println(Line.of(event));
    if (event instanceof ImageGenerationCompleted drawn) {
      System.out.println("The picture is saved: " + Path.of(drawn.picture().imageUrl()));
    } else if (event instanceof ExchangeCompleted) {
      end.complete(event);
    }
  }
}
