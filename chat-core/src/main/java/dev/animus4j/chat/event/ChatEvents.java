package dev.animus4j.chat.event;

import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes conversation events on the event bus and subscribes to them. The events of all
 * conversations of this node are published at the address {@value #ALL}; those of one conversation
 * also at that address followed by a dot and its id. Subscribers in this JVM receive the same
 * immutable objects. The conversation neither waits for subscribers nor depends on them.
 *
 * <p>With a {@link dev.animus4j.chat.ledger.ClusterLedger} the streams of one conversation, and
 * what is read of one, are those of whichever node has it.
 */
public final class ChatEvents {
  /** The address of all events. */
  public static final String ALL = "animus4j.events";

  private final EventChannel channel;
  private final String address;
  private final RecordedEvents recorded;

  private ChatEvents(EventChannel channel, String address, RecordedEvents recorded) {
    this.channel = channel;
    this.address = address;
    this.recorded = recorded;
  }

  /** The events of all conversations that are published in this JVM. */
  public static ChatEvents of(EventBus bus) {
    return of(bus, null, null);
  }

  /**
   * The same.
   *
   * @param archive in which {@link #streamSince} and what is read find older events; null for none
   * @param remote the events of other nodes; null for none
   */
  public static ChatEvents of(
      EventBus bus, @Nullable EventArchive archive, @Nullable RemoteEvents remote) {
    EventChannel channel = new EventChannel(bus);
    return new ChatEvents(
        channel, ALL, new RecordedEvents(channel, new EventLog(), archive, remote));
  }

  /** The events of one conversation. */
  public ChatEvents conversation(String conversationId) {
    return new ChatEvents(channel, address(conversationId), recorded);
  }

  /** The address at which the events of this conversation are published. */
  public static String address(String conversationId) {
    return ALL + "." + conversationId;
  }

  /** Publishes an event at both addresses; the client calls this, in the order of the events. */
  public void publish(ChatEvent event) {
    recorded.log().add(event);
    channel.publish(ALL, event);
    channel.publish(isOfOne() ? address : address(event.conversationId()), event);
  }

  /** Creates an empty replay of one exchange. Each event must be published before it is added. */
  public ExchangeReplayProcessor newReplay() {
    return new ExchangeReplayProcessor(recorded.log());
  }

  /**
   * Calls {@code listener} with every event of this type that this node publishes, on the Vert.x
   * context of the caller. An exception of the listener is reported to that context, and the
   * listener still receives later events. Pending events wait in the queue of that context, which
   * is unbounded: use {@link #stream()} for a listener that may be slow.
   */
  public <E extends ChatEvent> Disposable subscribe(Class<E> type, Consumer<? super E> listener) {
    return channel.subscribe(
        address,
        event -> {
          if (type.isInstance(event)) {
            listener.accept(type.cast(event));
          }
        });
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
   * {@link #streamSince} resumes.
   */
  @CheckReturnValue
  public Flowable<ChatEvent> stream() {
    return isOfOne() && recorded.areRemote()
        ? recorded.sinceNow(address.substring(ALL.length() + 1))
        : ConflatingBuffer.create(buffer -> channel.subscribe(address, buffer::emit));
  }

  private boolean isOfOne() {
    return address.length() > ALL.length();
  }

  /**
   * Emits the events of one conversation that follow the event with this sequence, for a subscriber
   * that reconnects: first the missed events, then new ones, in order, without gaps and each once.
   * The subscriber may resume after any event, even one that was merged. Missed deltas are emitted
   * merged. In all else it is like {@link #stream()}.
   *
   * <p>Only the client that publishes the events logs them. Of each conversation it keeps the
   * latest 1,000 events for ten minutes, at most 1 MB, deltas that follow each other counted as
   * one; less when all conversations together exceed 64 MB. Older ones, and those of earlier
   * processes, are read from the archive, if there is one, as the subscriber requests them. When
   * they are not kept it fails with {@link dev.animus4j.failure.AnimusException.InvalidRequest}:
   * then read the history, and {@link #stream()}.
   *
   * @param sequence the sequence of the last event received; 0 if none was received
   */
  @CheckReturnValue
  public Flowable<ChatEvent> streamSince(String conversationId, long sequence) {
    return recorded.since(conversationId, sequence);
  }

  /** The sequence of the latest event, at once if the conversation is in memory; 0 for none. */
  @CheckReturnValue
  public Single<Long> lastSequence(String conversationId) {
    return recorded.lastSequence(conversationId);
  }

  /** The same, but only of the events in memory; for the client. */
  public long lastSequenceInMemory(String conversationId) {
    return recorded.log().lastSequence(conversationId);
  }

  /**
   * The events of a conversation in memory, oldest first, with deltas merged, for a subscriber that
   * joins it; if there are none, the latest of the archive, of about 2,000 numbers.
   */
  @CheckReturnValue
  public Single<List<ChatEvent>> recentEvents(String conversationId) {
    return recorded.recent(conversationId);
  }

  /**
   * Drops the events of a conversation that was erased; sequences go on. With an archive, every
   * {@link #streamSince} of it fails, since its events are not kept.
   */
  public void forget(String conversationId) {
    recorded.forget(conversationId);
  }

  /** Lets streams go on at the node that has the conversation now. */
  public void move(String conversationId) {
    recorded.move(conversationId);
  }

  /** Notes that this node continues a conversation after this sequence; the client calls this. */
  public void startAfter(String conversationId, long sequence) {
    recorded.log().startAfter(conversationId, sequence);
  }

  /** The JSON of an event in UTF-8. */
  public static Buffer toJson(ChatEvent event) {
    return Buffer.buffer(ChatEventCodec.encode(event));
  }

  /**
   * The event as a server-sent event in UTF-8: {@code id}, from which {@link #streamSince} resumes,
   * {@code event} with its type, and {@code data} with its JSON. For images that a browser cannot
   * load from the store, see {@link ChatEvent#withImageUrls}.
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
