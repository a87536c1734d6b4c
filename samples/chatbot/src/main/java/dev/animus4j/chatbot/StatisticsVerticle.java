package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Counts events of the event bus only, so that it could run on another node. Replies with its
 * counters at {@value #ADDRESS}.
 */
final class StatisticsVerticle extends VerticleBase {
  static final String ADDRESS = "chatbot.statistics";

  private Counters all = Counters.NONE;

  @Override
  public Future<?> start() {
    vertx.eventBus().<ChatEvent>consumer(ChatEvents.ALL, message -> count(message.body()));
    vertx.eventBus().consumer(ADDRESS, request -> request.reply(all.toJson()));
    return Future.succeededFuture();
  }

  private void count(ChatEvent event) {
    all = all.plus(event);
  }
}
