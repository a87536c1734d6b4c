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

/** The bare event bus with the codec of our events: as fast as an event can travel. */
public final class BusDriver implements Driver {

  @Override
  public Op of(Work work, Target provider) {
    if (work != Work.EVENT) {
      throw new UnsupportedOperationException();
    }
    Vertx vertx = Setup.vertx();
    EventBus bus = vertx.eventBus();
    var unused = ChatEvents.on(bus);
    Receipts receipts = new Receipts();
    Context loop = vertx.getOrCreateContext();
    String one = ChatEvents.ALL + ".c";
    loop.runOnContext(
        v -> {
          bus.<ChatEvent>consumer(ChatEvents.ALL, message -> receipts.received());
          bus.<ChatEvent>consumer(one, message -> receipts.received());
        });
    DeliveryOptions codec = new DeliveryOptions().setCodecName("animus4j.event");
    return Events.publishing(
        loop,
        receipts,
        event -> {
          bus.publish(ChatEvents.ALL, event, codec);
          bus.publish(one, event, codec);
        });
  }
}
