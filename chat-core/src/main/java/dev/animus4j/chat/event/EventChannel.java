package dev.animus4j.chat.event;

import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.function.Consumer;

/** The event bus of this JVM as a channel of events; those of a cluster do not leave the node. */
final class EventChannel {
  private static final DeliveryOptions DELIVERY =
      new DeliveryOptions()
          .setCodecName(ChatEventCodec.NAME)
          .setLocalOnly(true)
          .setTracingPolicy(TracingPolicy.IGNORE);

  private final EventBus bus;

  EventChannel(EventBus bus) {
    this.bus = ChatEventCodec.register(bus);
  }

  EventBus bus() {
    return bus;
  }

  void publish(String address, ChatEvent event) {
    bus.publish(address, event, DELIVERY);
  }

  /** Passes all events at this address on, until it is disposed. */
  Disposable subscribe(String address, Consumer<? super ChatEvent> listener) {
    MessageConsumer<Object> consumer = bus.localConsumer(address);
    consumer.handler(
        message -> {
          if (message.body() instanceof ChatEvent event) {
            listener.accept(event);
          }
        });
    return Disposable.fromAction(consumer::unregister);
  }
}
