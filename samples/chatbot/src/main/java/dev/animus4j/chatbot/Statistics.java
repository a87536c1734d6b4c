package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Counts what happens, and knows nothing but the event bus: it could as well run on another node.
 * Tells its figures to whoever asks at {@value #ADDRESS}.
 */
final class Statistics extends VerticleBase {
  static final String ADDRESS = "chatbot.statistics";

  private Figures all = Figures.NONE;

  @Override
  public Future<?> start() {
    vertx.eventBus().<ChatEvent>consumer(ChatEvents.ALL, message -> count(message.body()));
    vertx.eventBus().consumer(ADDRESS, question -> question.reply(all.json()));
    return Future.succeededFuture();
  }

  private void count(ChatEvent event) {
    if (!event.exchangeId().equals(Erasure.ERASED)) {
      all = all.and(event);
    }
  }
}
