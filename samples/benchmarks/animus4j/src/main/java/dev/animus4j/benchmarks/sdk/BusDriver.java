package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Driver;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Work;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.function.Consumer;

/** Driver of the bare event bus with the codec of our events: the upper limit for events. */
public final class BusDriver implements Driver {

  private static final String ONE = ChatEvents.ALL + ".c";

  @Override
  public Op of(Work work, Target provider) {
    Vertx vertx = ClientSetup.vertx();
    EventBus bus = vertx.eventBus();
    var unused = ChatEvents.of(bus);
    DeliveryOptions codec = new DeliveryOptions().setCodecName("animus4j.event");
    Consumer<ChatEvent> publisher =
        event -> {
          bus.publish(ChatEvents.ALL, event, codec);
          bus.publish(ONE, event, codec);
        };
    return switch (work) {
      case EVENT -> publishAndReceive(bus, vertx.getOrCreateContext(), publisher);
      case UNHEARD_EVENT -> EventOps.unreceivedEvents(vertx.getOrCreateContext(), publisher);
      default -> throw new UnsupportedOperationException();
    };
  }

  private static Op.Async publishAndReceive(
      EventBus bus, Context loop, Consumer<ChatEvent> publisher) {
    ReceiptCounter receiptCounter = new ReceiptCounter();
    loop.runOnContext(
        v -> {
          bus.<ChatEvent>consumer(ChatEvents.ALL, message -> receiptCounter.receive());
          bus.<ChatEvent>consumer(ONE, message -> receiptCounter.receive());
        });
    return EventOps.publishing(loop, receiptCounter, publisher);
  }
}
