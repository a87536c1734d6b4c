package dev.animus4j.chat.event;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/**
 * The events of conversations on the event bus: of all of them at {@value #ALL}, of one at that
 * address, a dot, and its id. In this JVM listeners get the very same immutable objects; on other
 * nodes, equal ones. The conversation does not wait for listeners, and does not depend on them.
 */
public final class ChatEvents {
  /** The address at which every event is published. */
  public static final String ALL = "animus4j.events";

  private static final DeliveryOptions DELIVERY =
      new DeliveryOptions().setCodecName(ChatEventCodec.NAME);

  private final EventBus bus;
  private final String address;
  private final EventLog log;

  private ChatEvents(EventBus bus, String address, EventLog log) {
    this.bus = bus;
    this.address = address;
    this.log = log;
  }

  /** The events of all conversations on {@code bus}. Any verticle or node may listen this way. */
  public static ChatEvents on(EventBus bus) {
    return new ChatEvents(ChatEventCodec.registered(bus), ALL, new EventLog());
  }

  /** The events of one conversation. */
  public ChatEvents of(String conversationId) {
    return new ChatEvents(bus, ALL + "." + conversationId, log);
  }

  /** Tells all listeners. Called by the client; events of one conversation in order. */
  public void publish(ChatEvent event) {
    log.add(event);
    bus.publish(ALL, event, DELIVERY);
    bus.publish(ALL + "." + event.conversationId(), event, DELIVERY);
  }

  /**
   * Calls {@code listener} with every event of this type, on the Vert.x context this is called
   * from. What a listener throws is reported to that context; it misses nothing by it.
   */
  public <E extends ChatEvent> Disposable on(Class<E> type, Consumer<? super E> listener) {
    MessageConsumer<ChatEvent> consumer = bus.consumer(address);
    consumer.handler(
        message -> {
          if (type.isInstance(message.body())) {
            listener.accept(type.cast(message.body()));
          }
        });
    return Disposable.fromAction(consumer::unregister);
  }

  /**
   * Every event from subscription on; it never ends by itself. What a slow subscriber has not yet
   * taken is kept in memory.
   */
  public Flowable<ChatEvent> stream() {
    return Flowable.create(
        emitter -> emitter.setDisposable(on(ChatEvent.class, emitter::onNext)),
        BackpressureStrategy.BUFFER);
  }

  /**
   * The events of one conversation after this one, for a listener that was away: first those it
   * missed, then those that happen, in order, without gap and each once. Only the client that
   * publishes them can tell what was missed: the latest 1,000 events, for ten minutes. Fails with
   * {@link dev.animus4j.failure.AnimusException.InvalidRequest} when that is not enough; then read
   * the history, and go on from now.
   *
   * @param sequence the last event known; 0 for none
   */
  public Flowable<ChatEvent> since(String conversationId, long sequence) {
    return Flowable.create(
        emitter -> {
          Resumption resumption = new Resumption(conversationId, sequence, log, emitter);
          emitter.setDisposable(of(conversationId).on(ChatEvent.class, resumption::heard));
          resumption.begin();
        },
        BackpressureStrategy.BUFFER);
  }

  /** The JSON of an event, as other nodes get it: UTF-8. */
  public static Buffer json(ChatEvent event) {
    return Buffer.buffer(ChatEventCodec.encode(event));
  }

  /** Reads what {@link #json} wrote. Fields it does not know are skipped. */
  public static ChatEvent parse(Buffer json) {
    return ChatEventCodec.decode(json.getBytes());
  }
}
