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
import dev.animus4j.vertx.SerialCompletables;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** State that the exchanges of one conversation share. Confined to its Vert.x context. */
final class ConversationState {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationState.class);

  /** No change of a history. */
  static final UnaryOperator<List<HistoryEntry>> UNCHANGED = entries -> entries;

  private final String id;
  private final ClientComponents components;
  private final Scheduler scheduler;
  private final LongSupplier nanos;
  private final SerialCompletables appendQueue;
  private final ChatEvents events;
  private final AtomicLong lastSequence;
  private final ImagesInProgress imagesInProgress = new ImagesInProgress();
  private @Nullable Message unanswered;

  /** A conversation that goes on after the event of this sequence. */
  ConversationState(
      String id, ClientComponents components, Scheduler scheduler, AtomicLong lastSequence) {
    this.id = id;
    this.components = components;
    this.scheduler = scheduler;
    this.nanos = MonotonicClock.nanos(scheduler);
    this.appendQueue = new SerialCompletables(scheduler);
    this.events = components.events().conversation(id);
    this.lastSequence = lastSequence;
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

  ClientComponents components() {
    return components;
  }

  /** The chat model; it calls tools on the context of this conversation. */
  ChatModel model() {
    return model((request, response) -> response);
  }

  /** The same; the limit is applied to the response of each request that a tool loop sends. */
  ChatModel model(ResponseLimit each) {
    return WellFormedUpdates.of(each.applyTo(components.chatModel()).withToolCalls(scheduler));
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

  /** Stamps an event and publishes it, if there still is a bus. */
  ChatEvent publish(String exchangeId, UnstampedEvent pending) {
    EventStamp eventStamp =
        new EventStamp(id, exchangeId, lastSequence.incrementAndGet(), Instant.ofEpochMilli(now()));
    ChatEvent event = pending.toEvent(eventStamp);
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

  /** Appends a user message; not again when it repeats the newest, which had failed. */
  Completable appendUserMessage(Message message, ChatOptions options) {
    Completable append = append(time -> HistoryEntry.of(message, time), options);
    return message.equals(unanswered)
        ? timeout(Single.defer(() -> components.history().recentEntries(id, 1)), options)
            .filter(newest -> !newest.isEmpty() && newest.get(0).message().equals(message))
            .isEmpty()
            .flatMapCompletable(isGone -> isGone ? append : Completable.complete())
        : append;
  }

  /** The exchange of this message has failed; the user may send it again. */
  void markUnanswered(Message message) {
    unanswered = message;
  }

  /**
   * Appends to the history, unless that is off; completes when it is stored. Appends run one after
   * the other, so that a slow store does not reorder them.
   */
  Completable append(Function<Instant, HistoryEntry> entry, ChatOptions options) {
    return appendInOrder(appendEntry(entry, options), options);
  }

  /** Appends several entries, with none between them, and then edits the history. */
  Completable appendAll(
      List<Function<Instant, HistoryEntry>> entries,
      UnaryOperator<List<HistoryEntry>> change,
      ChatOptions options) {
    Completable appended =
        Completable.concat(entries.stream().map(entry -> appendEntry(entry, options)).toList());
    return appendInOrder(appended.andThen(edit(change, options)), options);
  }

  private Completable appendInOrder(Completable append, ChatOptions options) {
    return options.maxHistoryMessages() == 0 ? Completable.complete() : appendQueue.enqueue(append);
  }

  private Completable appendEntry(Function<Instant, HistoryEntry> entry, ChatOptions options) {
    Completable appended =
        Completable.defer(
            () -> components.history().append(id, entry.apply(Instant.ofEpochMilli(now()))));
    return timeout(appended.toSingleDefault(id), options).ignoreElement();
  }

  private Completable edit(UnaryOperator<List<HistoryEntry>> change, ChatOptions options) {
    return change.equals(UNCHANGED)
        ? Completable.complete()
        : timeout(Single.defer(() -> components.history().edit(id, change)), options)
            .doOnError(e -> LOG.warn("The history was not edited: {}", e.toString()))
            .ignoreElement()
            .onErrorComplete();
  }

  /** The entries of the history window and of images in progress, the answered message last. */
  Single<List<HistoryEntry>> prompt(Message answered, ChatOptions options) {
    return options.maxHistoryMessages() == 0
        ? Single.just(List.of(HistoryEntry.of(answered, Instant.EPOCH)))
        : imagesInProgress
            .addTo(window(options))
            .map(entries -> PromptMessageConverter.moveToEnd(entries, answered));
  }

  private Single<List<HistoryEntry>> window(ChatOptions options) {
    HistoryStore history = components.history();
    String model = options.template().model();
    return timeout(Single.defer(() -> history.window(id, options.historyWindow(), model)), options);
  }

  private <T> Single<T> timeout(Single<T> answer, ChatOptions options) {
    return new StoreTimeout(scheduler).timeout(answer, options.deadlines().store());
  }
}
