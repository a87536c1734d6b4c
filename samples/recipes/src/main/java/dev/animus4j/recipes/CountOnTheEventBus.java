package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counts what happens to the images of one conversation, as a consumer of the event bus. */
public final class CountOnTheEventBus {
  private final Map<String, Long> counts = new ConcurrentSkipListMap<>();

  private CountOnTheEventBus() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    Vertx vertx = Vertx.vertx();
    CountOnTheEventBus metrics = new CountOnTheEventBus();
    Promise<ChatEvent> end = Promise.promise();
    vertx
        .eventBus()
        .<ChatEvent>consumer(ChatEvents.address("anna"), event -> metrics.add(event.body(), end));
    AnimusClient client =
        AnimusClient.builder(vertx).fromEnv().options(options -> options.withImages()).build();
    client.chat("anna").send("Can you show me a lighthouse at night?");
    end.future().await();
    System.out.println(metrics.counts);
    vertx.close().await();
  }

  private void add(ChatEvent event, Promise<ChatEvent> end) {
    if (event instanceof ImageEvent) {
      counts.merge(event.type(), 1L, Long::sum);
    }
    if (event instanceof ImageGenerationCompleted generated) {
      counts.merge("milliseconds", generated.picture().inferenceTimeMs(), Long::sum);
    } else if (event instanceof ImageGenerationFailed failed) {
      counts.merge("failed: " + failed.error().kind(), 1L, Long::sum);
    } else if (event instanceof ExchangeCompleted) {
      end.tryComplete(event);
    }
  }
}
