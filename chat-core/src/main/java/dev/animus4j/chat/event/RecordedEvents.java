package dev.animus4j.chat.event;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of conversations that were published, from memory and, if there is one, the archive. */
final class RecordedEvents {
  /** At this address, followed by its id, it is published that a conversation is forgotten. */
  private static final String FORGOTTEN = "animus4j.forgotten.";

  /** The same for one that another node has now, or this one. */
  private static final String MOVED = "animus4j.moved.";

  private static final DeliveryOptions LOCAL =
      new DeliveryOptions().setLocalOnly(true).setTracingPolicy(TracingPolicy.IGNORE);

  /** Up to a half of them may be reserved, and have no events yet. */
  private static final int RECENT_NUMBERS = 2_048;

  private final EventChannel channel;
  private final EventBus bus;
  private final EventLog log;
  private final @Nullable EventArchive archive;
  private final @Nullable RemoteEvents remote;

  /**
   * Events of one client.
   *
   * @param archive of events that are not in memory; null for none
   * @param remote of other nodes; null for none
   */
  RecordedEvents(
      EventChannel channel,
      EventLog log,
      @Nullable EventArchive archive,
      @Nullable RemoteEvents remote) {
    this.channel = channel;
    this.bus = channel.bus();
    this.log = log;
    this.archive = archive;
    this.remote = remote;
  }

  EventLog log() {
    return log;
  }

  /** The events after a sequence, and new ones. */
  Flowable<ChatEvent> since(String conversationId, long sequence) {
    ResumePoint from = new ResumePoint(conversationId, sequence, sequence);
    Flowable<ChatEvent> events =
        remote == null
            ? local(from)
            : RoamingEvents.since(from, remote, this::local, moved(conversationId));
    return archive == null ? events : events.takeUntil(forgotten(from));
  }

  /** The events that are published from now on, by whichever node. */
  Flowable<ChatEvent> sinceNow(String conversationId) {
    return Flowable.defer(
        () -> lastSequence(conversationId).flatMapPublisher(last -> since(conversationId, last)));
  }

  boolean areRemote() {
    return remote != null;
  }

  private Flowable<ChatEvent> local(ResumePoint from) {
    return archive == null ? follow(from) : ArchivedEvents.since(from, archive, log, this::follow);
  }

  private Flowable<ChatEvent> follow(ResumePoint from) {
    return ConflatingBuffer.create(
        buffer -> {
          ResumedEvents resumedEvents = new ResumedEvents(from, log, buffer);
          Disposable live =
              channel.subscribe(ChatEvents.address(from.conversationId()), resumedEvents::onEvent);
          resumedEvents.start();
          return live;
        });
  }

  /** Fails when the conversation is forgotten: a new one would repeat its sequence. */
  private Flowable<ChatEvent> forgotten(ResumePoint from) {
    return signal(FORGOTTEN + from.conversationId()).andThen(Flowable.error(from::notKept));
  }

  private Completable moved(String conversationId) {
    return signal(MOVED + conversationId);
  }

  /** Completes with the next message at this address. */
  private Completable signal(String address) {
    return Completable.create(
        emitter -> {
          MessageConsumer<String> consumer = bus.localConsumer(address);
          consumer.handler(message -> emitter.onComplete());
          emitter.setCancellable(consumer::unregister);
        });
  }

  /** Lets the streams of a conversation look anew who has it. */
  void move(String conversationId) {
    bus.publish(MOVED + conversationId, "", LOCAL);
  }

  /** Drops the events in memory, and ends the streams that read the archive too. */
  void forget(String conversationId) {
    log.forget(conversationId);
    if (archive != null) {
      bus.publish(FORGOTTEN + conversationId, "", LOCAL);
    }
  }

  Single<Long> lastSequence(String conversationId) {
    return Single.defer(
        () -> {
          if (remote != null && !remote.isLocal(conversationId)) {
            return remote.lastSequence(conversationId);
          }
          long last = log.lastSequence(conversationId);
          return last > 0 || archive == null
              ? Single.just(last)
              : EventReader.forCaller(archive).lastSequence(conversationId);
        });
  }

  Single<List<ChatEvent>> recent(String conversationId) {
    return Single.defer(
        () -> {
          boolean isLocal = remote == null || remote.isLocal(conversationId);
          List<ConversationEventLog.Missed> logged =
              isLocal ? log.eventsAfter(conversationId, 0) : List.of();
          return logged.isEmpty() && archive != null
              ? recent(EventReader.forCaller(archive), conversationId)
              : Single.just(logged.stream().map(ConversationEventLog.Missed::event).toList());
        });
  }

  private static Single<List<ChatEvent>> recent(EventArchive archive, String conversationId) {
    return archive
        .lastSequence(conversationId)
        .map(last -> Math.max(0, last - RECENT_NUMBERS))
        .flatMap(after -> archive.eventsAfter(conversationId, after, RECENT_NUMBERS))
        .map(rows -> rows.stream().map(StoredEvent::event).toList());
  }
}
