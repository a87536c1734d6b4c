package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.Stamp;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.function.Consumer;

/** Events on the bus; both addresses count, so each event is received twice. */
final class Events {
  private static final int MANY = 1_000;

  private Events() {}

  /** Published by the SDK, received by its listeners. */
  static Op.Async heard() {
    Vertx vertx = Setup.vertx();
    ChatEvents events = ChatEvents.on(vertx.eventBus());
    Receipts receipts = new Receipts();
    Context loop = vertx.getOrCreateContext();
    loop.runOnContext(
        v -> {
          events.on(ChatEvent.class, event -> receipts.received());
          events.of("c").on(ChatEvent.class, event -> receipts.received());
        });
    return publishing(loop, receipts, events.of("c")::publish);
  }

  static Op.Async publishing(Context loop, Receipts receipts, Consumer<ChatEvent> publisher) {
    return (slot, done) ->
        loop.runOnContext(
            v -> {
              receipts.expect(done, MANY);
              for (int i = 1; i <= MANY; i++) {
                publisher.accept(event(i));
              }
            });
  }

  /** Published by the SDK, received by nobody. */
  static Op.Async unheard() {
    Vertx vertx = Setup.vertx();
    ChatEvents events = ChatEvents.on(vertx.eventBus()).of("c");
    return unheard(vertx.getOrCreateContext(), events::publish);
  }

  static Op.Async unheard(Context loop, Consumer<ChatEvent> publisher) {
    return (slot, done) ->
        loop.runOnContext(
            v -> {
              for (int i = 1; i <= MANY; i++) {
                publisher.accept(event(i));
              }
              done.ok(MANY);
            });
  }

  private static ChatEvent event(int sequence) {
    return new MessageTokens(new Stamp("c", "exchange", sequence, Instant.EPOCH), "word");
  }
}
