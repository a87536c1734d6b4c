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
 * Publishes conversation events on the event bus and subscribes to them: events of all
 * conversations at {@value #ALL}, of one at that address, a dot, and its id. Subscribers in this
 * JVM get the same immutable objects; on other nodes, equal ones. The conversation neither waits
 * for subscribers nor depends on them.
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

  /** The events of all conversations on {@code bus}. Any verticle or node may subscribe. */
  public static ChatEvents of(EventBus bus) {
    return new ChatEvents(ChatEventCodec.register(bus), ALL, new EventLog());
  }

  /** The events of one conversation. */
  public ChatEvents conversation(String conversationId) {
    return new ChatEvents(bus, address(conversationId), log);
  }

  private static String address(String conversationId) {
    return ALL + "." + conversationId;
  }

  /**
   * Publishes to both addresses. Called by the client, in order within a conversation, preferably
   * on {@link #conversation}, which holds its address.
   */
  public void publish(ChatEvent event) {
    boolean isOfOne = address.length() > ALL.length();
    log.add(event);
    bus.publish(ALL, event, DELIVERY);
    bus.publish(isOfOne ? address : address(event.conversationId()), event, DELIVERY);
  }

  /** An empty replay of one exchange, whose events are published before they are added to it. */
  public ExchangeReplayProcessor newReplay() {
    return new ExchangeReplayProcessor(log);
  }

  /**
   * Calls {@code listener} with every event of this type, on the Vert.x context this is called
   * from. An exception of the listener is reported to that context; it still gets later events.
   * Pending events wait in the queue of that context, which is unbounded: use {@link #stream()} for
   * a listener that may be slow.
   */
  public <E extends ChatEvent> Disposable subscribe(Class<E> type, Consumer<? super E> listener) {
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
   * The events from subscription on, as requested by the subscriber; never completes. They are
   * emitted on a Vert.x thread, or on the one that requests: a slow subscriber uses {@code
   * observeOn(scheduler, false, 1)}, which slows neither the conversation nor other subscribers.
   *
   * <p>While events wait for demand, consecutive deltas of a reply are merged into one {@link
   * MessageEvent.MessageTokens}, stamped like the last of them; so sequences may skip. All other
   * events are emitted one by one. When more than 16 MB wait, they are dropped and the stream fails
   * with {@link dev.animus4j.failure.AnimusException.Unavailable}; {@link #streamSince} resumes
   * after the last event received.
   */
  public Flowable<ChatEvent> stream() {
    return ConflatingBuffer.create(buffer -> subscribe(ChatEvent.class, buffer::emit));
  }

  /**
   * The events of one conversation after this one, for a subscriber that reconnects: first the
   * missed ones, then live ones, in order, without gaps and each once. It may resume after any
   * event, also after one that was merged or is in the middle of merged deltas; missed deltas are
   * emitted merged. Otherwise like {@link #stream()}.
   *
   * <p>Only the client that publishes the events has the missed ones: the latest 1,000, where
   * consecutive deltas count as one or, if long, a few, and at most 1 MB, for ten minutes; less
   * when all conversations together exceed 64 MB. Fails with {@link
   * dev.animus4j.failure.AnimusException.InvalidRequest} when earlier ones are needed; then read
   * the history, and subscribe from now.
   *
   * @param sequence that of the last event received; 0 for none
   */
  public Flowable<ChatEvent> streamSince(String conversationId, long sequence) {
    return ConflatingBuffer.create(
        buffer -> {
          ResumedEvents resumedEvents = new ResumedEvents(conversationId, sequence, log, buffer);
          Disposable listener =
              conversation(conversationId).subscribe(ChatEvent.class, resumedEvents::onEvent);
          resumedEvents.start();
          return listener;
        });
  }

  /**
   * The sequence of the latest event of a conversation in the log of {@link #streamSince}; 0 when
   * there is none. A stream since then has only new events.
   */
  public long lastSequence(String conversationId) {
    return log.lastSequence(conversationId);
  }

  /**
   * The logged events of a conversation, oldest first: all that {@link #streamSince} could emit,
   * deltas merged. For subscribers that join a conversation under way.
   */
  public List<ChatEvent> recentEvents(String conversationId) {
    return log.eventsAfter(conversationId, 0).stream()
        .map(ConversationEventLog.Missed::event)
        .toList();
  }

  /** The JSON of an event in UTF-8, as sent to other nodes. */
  public static Buffer toJson(ChatEvent event) {
    return Buffer.buffer(ChatEventCodec.encode(event));
  }

  /**
   * Parses the JSON of {@link #toJson}. Unknown fields are ignored.
   *
   * @throws dev.animus4j.failure.AnimusException.Protocol when it is not an event, or lacks
   *     required fields
   */
  public static ChatEvent parse(Buffer json) {
    return ChatEventCodec.decode(json.getBytes());
  }
}
