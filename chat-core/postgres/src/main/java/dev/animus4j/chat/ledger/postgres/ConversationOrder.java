package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Executes what is done with a conversation one after the other. Used on one context. */
final class ConversationOrder {
  private final PostgresContext context;
  private final Map<String, Future<?>> latest = new HashMap<>();

  ConversationOrder(PostgresContext context) {
    this.context = context;
  }

  /** Starts it when all before it are over, however they ended. */
  <T> Future<T> run(String conversationId, Supplier<Future<T>> operation) {
    Future<?> before = latest.get(conversationId);
    Future<T> running = before == null ? operation.get() : after(before, operation);
    if (!running.isComplete()) {
      latest.put(conversationId, running);
      running.onComplete(over -> latest.remove(conversationId, running));
    }
    return running;
  }

  private <T> Future<T> after(Future<?> before, Supplier<Future<T>> operation) {
    Promise<T> outcome = Promise.promise();
    before.onComplete(over -> context.run(operation).onComplete(outcome));
    return outcome.future();
  }
}
