package dev.animus4j.chat.event;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
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
    return new ChatEvents(bus, address(conversationId), log);
  }

  private static String address(String conversationId) {
    return ALL + "." + conversationId;
  }

  /**
   * Tells all listeners. Called by the client; events of one conversation in order, best on {@link
   * #of} it, which knows its address.
   */
  public void publish(ChatEvent event) {
    boolean isOfOne = address.length() > ALL.length();
    log.add(event);
    bus.publish(ALL, event, DELIVERY);
    bus.publish(isOfOne ? address : address(event.conversationId()), event, DELIVERY);
  }

  /** An empty recording of one exchange, whose events are published before they go into it. */
  public Recording recording() {
    return new Recording(log);
  }

  /**
   * Calls {@code listener} with every event of this type, on the Vert.x context this is called
   * from. What a listener throws is reported to that context; it misses nothing by it. What it has
   * not yet heard waits in the queue of that context, which has no bound: a listener that may be
   * slow belongs on {@link #stream()}.
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
   * Every event from subscription on, as the subscriber asks for them; it never ends by itself.
   * They come on a Vert.x thread, or on the one that asks: to be slow, use {@code
   * observeOn(scheduler, false, 1)}, and neither the conversation nor other listeners are slowed.
   *
   * <p>While events wait to be asked for, the deltas of an answer that follow each other are merged
   * into one {@link MessageEvent.MessageTokens}, stamped like the last of them; so sequences may
   * skip. All other events come one by one. When 16 MB wait, all of it is let go and the stream
   * fails with {@link dev.animus4j.failure.AnimusException.Unavailable}; {@link #since} goes on
   * after the last event that was taken.
   */
  public Flowable<ChatEvent> stream() {
    return MergingBuffer.of(buffer -> on(ChatEvent.class, buffer::tell));
  }

  /**
   * The events of one conversation after this one, for a listener that was away: first those it
   * missed, then those that happen, in order, without gap and each once. It may go on after any
   * event, one of merged deltas as well as one in the middle of them; missed deltas come merged.
   * Otherwise it is like {@link #stream()}.
   *
   * <p>Only the client that publishes them can tell what was missed: the latest 1,000 events, where
   * deltas that follow each other are one or, if long, a few, and at most 1 MB of them, for ten
   * minutes; less when all conversations together have more than 64 MB. Fails with {@link
   * dev.animus4j.failure.AnimusException.InvalidRequest} when that is not enough; then read the
   * history, and go on from now.
   *
   * @param sequence the last event known; 0 for none
   */
  public Flowable<ChatEvent> since(String conversationId, long sequence) {
    return MergingBuffer.of(
        buffer -> {
          Resumption resumption = new Resumption(conversationId, sequence, log, buffer);
          Disposable listener = of(conversationId).on(ChatEvent.class, resumption::heard);
          resumption.begin();
          return listener;
        });
  }

  /**
   * The sequence of the latest event of a conversation that {@link #since} knows of; 0 when there
   * is none. From here one hears only what happens from now on.
   */
  public long latest(String conversationId) {
    return log.last(conversationId);
  }

  /**
   * What is known now of the latest events of a conversation, oldest first: as much as {@link
   * #since} could tell, deltas merged. For who joins a conversation that is under way.
   */
  public List<ChatEvent> recent(String conversationId) {
    return log.after(conversationId, 0).stream().map(Recent.Missed::event).toList();
  }

  /** The JSON of an event, as other nodes get it: UTF-8. */
  public static Buffer json(ChatEvent event) {
    return Buffer.buffer(ChatEventCodec.encode(event));
  }

  /**
   * Reads what {@link #json} wrote. Fields it does not know are skipped.
   *
   * @throws dev.animus4j.failure.AnimusException.Protocol when it is no event, or not all of one
   */
  public static ChatEvent parse(Buffer json) {
    return ChatEventCodec.decode(json.getBytes());
  }
}
