package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import io.reactivex.rxjava3.core.Flowable;

/** Sends a message while the model is still typing: the turns not yet published are dropped. */
public final class InterruptTheModel {
  private InterruptTheModel() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    try (AnimusClient client =
        AnimusClient.builder().fromEnv().options(options -> options.withAutoTurn()).build()) {
      Chat chat = client.chat();

      var first = chat.send("Tell me more about the sea.");
      first
          .takeUntil(event -> event instanceof MessageCompleted) // the first turn
          .blockingForEach(event -> System.out.println(EventLine.of(event)));
      var second = chat.send("Wait, another question.", chat.options().withoutAutoTurn());

      System.out.println("What it was about to say: " + outcome(first));
      System.out.println("The answer to the question: " + outcome(second));
    }
  }

  private static ExchangeOutcome outcome(Flowable<ChatEvent> exchange) {
    return exchange.ofType(ExchangeCompleted.class).blockingFirst().outcome();
  }
}
