package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.function.Consumer;

/** Operations that publish events on the bus; each event is received at two addresses. */
final class EventOps {
  private static final int MANY = 1_000;

  private EventOps() {}

  /** Events published by the SDK, and received by its subscribers. */
  static Op.Async receivedEvents() {
    Vertx vertx = ClientSetup.vertx();
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    ReceiptCounter receiptCounter = new ReceiptCounter();
    Context loop = vertx.getOrCreateContext();
    loop.runOnContext(
        v -> {
          events.subscribe(ChatEvent.class, event -> receiptCounter.receive());
          events.conversation("c").subscribe(ChatEvent.class, event -> receiptCounter.receive());
        });
    return publishing(loop, receiptCounter, events.conversation("c")::publish);
  }

  static Op.Async publishing(
      Context loop, ReceiptCounter receiptCounter, Consumer<ChatEvent> publisher) {
    return (slot, done) ->
        loop.runOnContext(
            v -> {
              receiptCounter.expect(done, MANY);
              for (int i = 1; i <= MANY; i++) {
                publisher.accept(event(i));
              }
            });
  }

  /** Events published by the SDK without subscribers. */
  static Op.Async unreceivedEvents() {
    Vertx vertx = ClientSetup.vertx();
    ChatEvents events = ChatEvents.of(vertx.eventBus()).conversation("c");
    return unreceivedEvents(vertx.getOrCreateContext(), events::publish);
  }

  static Op.Async unreceivedEvents(Context loop, Consumer<ChatEvent> publisher) {
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
    return new MessageTokens(new EventStamp("c", "exchange", sequence, Instant.EPOCH), "word");
  }
}
