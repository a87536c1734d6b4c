package dev.animus4j.chat.event;

import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Publishes conversation events on the event bus and subscribes to them. The events of all
 * conversations are published at the address {@value #ALL}; those of one conversation also at that
 * address followed by a dot and its id. Subscribers in this JVM receive the same immutable objects,
 * and subscribers on other nodes receive equal ones. The conversation neither waits for subscribers
 * nor depends on them.
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

  /** The address at which the events of this conversation are published. */
  public static String address(String conversationId) {
    return ALL + "." + conversationId;
  }

  /**
   * Publishes an event at the address of all conversations and at the address of its own. The
   * client calls this, in the order of the events of a conversation. It is fastest on the result of
   * {@link #conversation}, which already has the address.
   */
  public void publish(ChatEvent event) {
    boolean isOfOne = address.length() > ALL.length();
    log.add(event);
    bus.publish(ALL, event, DELIVERY);
    bus.publish(isOfOne ? address : address(event.conversationId()), event, DELIVERY);
  }

  /** Creates an empty replay of one exchange. Each event must be published before it is added. */
  public ExchangeReplayProcessor newReplay() {
    return new ExchangeReplayProcessor(log);
  }

  /**
   * Calls {@code listener} with every event of this type, on the Vert.x context of the caller. An
   * exception of the listener is reported to that context, and the listener still receives later
   * events. Pending events wait in the queue of that context, which is unbounded: use {@link
   * #stream()} for a listener that may be slow.
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
   * Emits the events that are published after the subscription, as the subscriber requests them. It
   * never completes. Events are emitted on a Vert.x thread, or on the thread that requests them. A
   * slow subscriber should use {@code observeOn(scheduler, false, 1)}, which slows down neither the
   * conversation nor other subscribers.
   *
   * <p>While events wait for demand, consecutive deltas of a reply are merged into one {@link
   * MessageEvent.MessageTokens}, which has the stamp of the last of them; so sequence numbers may
   * be skipped. All other events are emitted one by one. When more than 16 MB of events wait, they
   * are dropped and the stream fails with {@link dev.animus4j.failure.AnimusException.Unavailable};
   * {@link #streamSince} resumes after the last event received.
   */
  @CheckReturnValue
  public Flowable<ChatEvent> stream() {
    return ConflatingBuffer.create(buffer -> subscribe(ChatEvent.class, buffer::emit));
  }

  /**
   * Emits the events of one conversation that follow the event with this sequence, for a subscriber
   * that reconnects: first the missed events, then new ones, in order, without gaps and each once.
   * The subscriber may resume after any event, even one that was merged. Missed deltas are emitted
   * merged. In all else it is like {@link #stream()}.
   *
   * <p>Only the client that publishes the events logs them. Of each conversation it keeps the
   * latest 1,000 events for ten minutes, at most 1 MB; consecutive deltas count as one event, or as
   * a few if they are long. It keeps less when all conversations together exceed 64 MB. The stream
   * fails with {@link dev.animus4j.failure.AnimusException.InvalidRequest} when older events are
   * needed; the subscriber should then read the history and call {@link #stream()}.
   *
   * @param sequence the sequence of the last event received; 0 if none was received
   */
  @CheckReturnValue
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
   * The sequence of the latest event of a conversation in the log of {@link #streamSince}; 0 if the
   * log has none. A stream since that sequence emits only new events.
   */
  public long lastSequence(String conversationId) {
    return log.lastSequence(conversationId);
  }

  /**
   * The logged events of a conversation, oldest first, with deltas merged: all that {@link
   * #streamSince} could emit. A subscriber that joins a running conversation can start from them.
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
   * The event as a server-sent event in UTF-8: {@code id}, from which {@link #streamSince} resumes,
   * {@code event} with its type, {@code data} with its JSON, and the blank line that ends it. For
   * images that a browser cannot load from the store, see {@link ChatEvent#withImageUrls}.
   */
  public static Buffer toServerSentEvent(ChatEvent event) {
    return Buffer.buffer("id: " + event.sequence() + "\nevent: " + event.type() + "\ndata: ")
        .appendBytes(ChatEventCodec.encode(event))
        .appendString("\n\n");
  }

  /**
   * Parses the JSON of {@link #toJson}. Unknown fields are ignored.
   *
   * @throws dev.animus4j.failure.AnimusException.Protocol if the JSON is not an event, or lacks
   *     required fields
   */
  public static ChatEvent parse(Buffer json) {
    return ChatEventCodec.decode(json.getBytes());
  }
}
