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

/** The bare event bus with the codec of our events: as fast as an event can travel. */
public final class BusDriver implements Driver {

  private static final String ONE = ChatEvents.ALL + ".c";

  @Override
  public Op of(Work work, Target provider) {
    Vertx vertx = Setup.vertx();
    EventBus bus = vertx.eventBus();
    var unused = ChatEvents.on(bus);
    DeliveryOptions codec = new DeliveryOptions().setCodecName("animus4j.event");
    Consumer<ChatEvent> publisher =
        event -> {
          bus.publish(ChatEvents.ALL, event, codec);
          bus.publish(ONE, event, codec);
        };
    return switch (work) {
      case EVENT -> heard(bus, vertx.getOrCreateContext(), publisher);
      case UNHEARD_EVENT -> Events.unheard(vertx.getOrCreateContext(), publisher);
      default -> throw new UnsupportedOperationException();
    };
  }

  private static Op.Async heard(EventBus bus, Context loop, Consumer<ChatEvent> publisher) {
    Receipts receipts = new Receipts();
    loop.runOnContext(
        v -> {
          bus.<ChatEvent>consumer(ChatEvents.ALL, message -> receipts.received());
          bus.<ChatEvent>consumer(ONE, message -> receipts.received());
        });
    return Events.publishing(loop, receipts, publisher);
  }
}
