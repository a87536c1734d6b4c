package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.history.PromptMessageConverter;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.WellFormedUpdates;
import dev.animus4j.vertx.MonotonicClock;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** State that the exchanges of one conversation share. Confined to its Vert.x context. */
final class ConversationState {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationState.class);

  private final String id;
  private final ClientComponents components;
  private final Scheduler scheduler;
  private final LongSupplier nanos;
  private final ChatEvents events;
  private final AtomicLong lastSequence;
  private final Recorder recorder;
  private final ImagesInProgress imagesInProgress = new ImagesInProgress();
  private final UserMessages userMessages = new UserMessages(this);

  /** As long as anything is going on here, there is no second chat of this id. */
  @SuppressWarnings("unused")
  private @Nullable Chat chat;

  /** A conversation that goes on after the event of this sequence. */
  ConversationState(
      String id, ClientComponents components, Scheduler scheduler, AtomicLong lastSequence) {
    this.id = id;
    this.components = components;
    this.scheduler = scheduler;
    this.nanos = MonotonicClock.nanos(scheduler);
    this.events = components.events().conversation(id);
    this.lastSequence = lastSequence;
    this.recorder =
        components.ledger() == null
            ? new StoreRecorder(this)
            : new LedgerRecorder(this, components.ledger());
  }

  void setChat(Chat chat) {
    this.chat = chat;
  }

  String id() {
    return id;
  }

  ImagesInProgress imagesInProgress() {
    return imagesInProgress;
  }

  AtomicLong lastSequence() {
    return lastSequence;
  }

  /** Lets the numbers of events go on after this one. */
  void continueAfter(long sequence) {
    lastSequence.accumulateAndGet(sequence, Math::max);
  }

  ClientComponents components() {
    return components;
  }

  /** The chat model; it calls tools on the context of this conversation. */
  ChatModel model() {
    return model((request, response) -> response);
  }

  /** The same; the limit is applied to the response of each request that a tool loop sends. */
  ChatModel model(ResponseLimit each) {
    ChatModel limited = each.applyTo(components.chatModel());
    return WellFormedUpdates.of(limited.withToolCalls(scheduler, recorder.flush()));
  }

  /** Runs tasks in order on the context of this conversation. */
  Scheduler scheduler() {
    return scheduler;
  }

  long now() {
    return scheduler.now(TimeUnit.MILLISECONDS);
  }

  /** In milliseconds from any origin; unlike {@link #now} it does not jump. */
  long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
  }

  String newId() {
    RandomGenerator random = components.random();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  Recorder recorder() {
    return recorder;
  }

  UserMessages userMessages() {
    return userMessages;
  }

  HistoryStore history() {
    return components.history();
  }

  /** The stamp of an event that is published now. */
  EventStamp stamp(String exchangeId, long sequence) {
    return new EventStamp(id, exchangeId, sequence, Instant.ofEpochMilli(now()));
  }

  /** Notes that this node has the conversation now, or has it no longer. */
  void onMoved(boolean isHere) {
    if (!isHere) {
      userMessages.onLost();
    }
    NodePeers peers = components.peers();
    if (peers != null) {
      peers.forgetOwner(id);
      components.events().move(id);
      if (isHere) {
        peers.publishClaim(id);
      }
    }
  }

  /** Publishes an event, if there still is a bus. */
  ChatEvent publish(ChatEvent event) {
    try {
      events.publish(event);
    } catch (Throwable busIsGone) {
      LOG.warn("An event was not published: {}: {}", event.type(), busIsGone.toString());
    }
    return event;
  }

  /** The message, with its attachments in the store. */
  Single<Message> storeAttachments(Message message, ChatOptions options) {
    return timeout(components.attachments().save(message), options);
  }

  /** The entries of the history window and of images in progress, the answered message last. */
  Single<List<HistoryEntry>> prompt(Message answered, ChatOptions options) {
    Single<List<HistoryEntry>> entries =
        options.maxHistoryMessages() == 0
            ? Single.just(List.of(HistoryEntry.of(answered, Instant.EPOCH)))
            : imagesInProgress
                .addTo(window(options))
                .map(window -> PromptMessageConverter.moveToEnd(window, answered));
    return recorder.flush().andThen(entries);
  }

  private Single<List<HistoryEntry>> window(ChatOptions options) {
    String model = options.template().model();
    return timeout(
        Single.defer(() -> history().window(id, options.historyWindow(), model)), options);
  }

  /** The same answer of a store, limited in time; on the context of this conversation. */
  <T> Single<T> timeout(Single<T> answer, ChatOptions options) {
    return new StoreTimeout(scheduler).timeout(answer, options.deadlines().store());
  }
}
