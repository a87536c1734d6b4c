package dev.animus4j.chat.event;

import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Events of all nodes on a clustered event bus, for statistics and the like. They are published at
 * {@value #ADDRESS} as far as a node {@linkplain #publish publishes} them.
 *
 * <p>Delivery is best effort: what is published while a node joins or is cut off does not arrive
 * there, the events of a conversation that moves between nodes may arrive out of order, and what
 * waits for a node that stands still has no bound in the memory of the others. Who must hear
 * everything uses {@link ChatEvents#streamSince}, which works on every node.
 */
public final class ClusterEvents {
  /** The address of the events of all nodes. */
  public static final String ADDRESS = "animus4j.cluster.events";

  private static final DeliveryOptions DELIVERY =
      new DeliveryOptions()
          .setCodecName(ChatEventCodec.NAME)
          .setTracingPolicy(TracingPolicy.IGNORE);

  private final EventBus bus;

  /** The events on this bus, which the application has made a clustered one. */
  public ClusterEvents(EventBus bus) {
    this.bus = ChatEventCodec.register(bus);
  }

  /**
   * Publishes the events of this node to all nodes, this one included, until it is disposed.
   *
   * @param published which of them; few, such as {@link ExchangeEvent.ExchangeCompleted}: each is
   *     sent over the network to each node with a subscriber
   */
  public Disposable publish(ChatEvents events, Predicate<? super ChatEvent> published) {
    return events.subscribe(
        ChatEvent.class,
        event -> {
          if (published.test(event)) {
            bus.publish(ADDRESS, event, DELIVERY);
          }
        });
  }

  /**
   * Calls {@code listener} with the events of this type that reach this node, until it is disposed;
   * on the Vert.x context of the caller, as {@link ChatEvents#subscribe} does. A subscription of
   * this moment may miss what is published before all nodes know of it.
   */
  public <E extends ChatEvent> Disposable subscribe(Class<E> type, Consumer<? super E> listener) {
    MessageConsumer<Object> consumer = bus.consumer(ADDRESS);
    consumer.handler(
        message -> {
          if (type.isInstance(message.body())) {
            listener.accept(type.cast(message.body()));
          }
        });
    return Disposable.fromAction(consumer::unregister);
  }
}
