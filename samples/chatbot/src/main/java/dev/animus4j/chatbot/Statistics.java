package dev.animus4j.chatbot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/**
 * Counts what happens, and knows nothing but the event bus: it could as well run on another node.
 * Tells its figures to whoever asks at {@value #ADDRESS}.
 */
final class Statistics extends VerticleBase {
  static final String ADDRESS = "chatbot.statistics";

  private final Cache<String, Figures> conversations =
      Caffeine.newBuilder().maximumSize(1_000).build();
  private Figures all = Figures.NONE;

  @Override
  public Future<?> start() {
    vertx.eventBus().<ChatEvent>consumer(ChatEvents.ALL, message -> count(message.body()));
    vertx.eventBus().consumer(ADDRESS, question -> question.reply(told()));
    return Future.succeededFuture();
  }

  private void count(ChatEvent event) {
    all = all.and(event);
    conversations
        .asMap()
        .merge(event.conversationId(), Figures.NONE.and(event), (old, one) -> old.and(event));
  }

  private JsonObject told() {
    JsonObject each = new JsonObject();
    conversations.asMap().forEach((id, figures) -> each.put(id, figures.json()));
    return new JsonObject().put("all", all.json()).put("conversations", each);
  }
}
