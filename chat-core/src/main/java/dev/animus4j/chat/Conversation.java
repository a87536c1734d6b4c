package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.Stamp;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.Message;
import dev.animus4j.vertx.ElapsedTime;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the exchanges of one conversation share. Touched on its own Vert.x context only. */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  /** In entries. */
  private static final int LONG_AGO = 200;

  private final String id;
  private final Collaborators collaborators;
  private final Scheduler scheduler;
  private final LongSupplier nanos;
  private final InOrder appending;
  private final ChatEvents events;
  private final AtomicLong told;
  private @Nullable Message unanswered;

  /**
   * A conversation that goes on.
   *
   * @param told how many events it has told
   */
  Conversation(String id, Collaborators collaborators, Scheduler scheduler, AtomicLong told) {
    this.id = id;
    this.collaborators = collaborators;
    this.scheduler = scheduler;
    this.nanos = ElapsedTime.nanos(scheduler);
    this.appending = new InOrder(scheduler);
    this.events = collaborators.events().of(id);
    this.told = told;
  }

  String id() {
    return id;
  }

  AtomicLong told() {
    return told;
  }

  Collaborators with() {
    return collaborators;
  }

  /** The model, with tools called on the context of this conversation. */
  ChatModel model() {
    return collaborators.model().callingTools(scheduler);
  }

  /** Runs things on the context of this conversation, in order, now or later. */
  Scheduler scheduler() {
    return scheduler;
  }

  long now() {
    return scheduler.now(TimeUnit.MILLISECONDS);
  }

  /** In milliseconds from any origin; unlike {@link #now} it does not jump. */
  long elapsed() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
  }

  String newId() {
    RandomGenerator random = collaborators.random();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** Gives an event its number and its time, and tells everybody, if there still is a bus. */
  ChatEvent published(String exchangeId, Draft draft) {
    Stamp stamp = new Stamp(id, exchangeId, told.incrementAndGet(), Instant.ofEpochMilli(now()));
    ChatEvent event = draft.at(stamp);
    try {
      events.publish(event);
    } catch (Throwable busIsGone) {
      LOG.warn("An event was not published: {}: {}", event.type(), busIsGone.toString());
    }
    return event;
  }

  /** The message, with its pictures in the store. */
  Single<Message> kept(Message message, ChatOptions options) {
    return inTime(collaborators.attachments().kept(message), options);
  }

  /** Remembers what the user says; once, if it is said again because nothing came of it. */
  Completable hear(Message said, ChatOptions options) {
    Completable remembered = remember(time -> Entry.of(said, time), options);
    return said.equals(unanswered)
        ? inTime(Single.defer(() -> collaborators.history().recent(id, 1)), options)
            .filter(newest -> !newest.isEmpty() && newest.get(0).message().equals(said))
            .isEmpty()
            .flatMapCompletable(isGone -> isGone ? remembered : Completable.complete())
        : remembered;
  }

  /** The exchange that began with this message has failed. */
  void failed(Message said) {
    unanswered = said;
  }

  /**
   * Adds to the history, if there is one; done when it is there. A slow store shall not mix up who
   * said what first, so that one entry waits for the other.
   */
  Completable remember(Function<Instant, Entry> entry, ChatOptions options) {
    return inOrder(appended(entry, options), options);
  }

  /** Adds several, one right after the other. */
  Completable rememberAll(List<Function<Instant, Entry>> entries, ChatOptions options) {
    return inOrder(
        Completable.concat(entries.stream().map(entry -> appended(entry, options)).toList()),
        options);
  }

  private Completable inOrder(Completable append, ChatOptions options) {
    return options.historySize() == 0 ? Completable.complete() : appending.next(append);
  }

  private Completable appended(Function<Instant, Entry> entry, ChatOptions options) {
    Completable appended =
        Completable.defer(
            () -> collaborators.history().append(id, entry.apply(Instant.ofEpochMilli(now()))));
    return inTime(appended.toSingleDefault(id), options).ignoreElement();
  }

  /** What the model is sent. */
  Single<List<Entry>> window(ChatOptions options) {
    return inTime(
        Single.defer(
            () -> collaborators.history().window(id, options.memory(), options.template().model())),
        options);
  }

  /** The picture shown last, unless that is long ago. */
  Maybe<Entry.Picture> lastPicture(ChatOptions options) {
    return inTime(Single.defer(() -> collaborators.history().recent(id, LONG_AGO)), options)
        .flattenAsFlowable(entries -> entries)
        .mapOptional(entry -> Optional.ofNullable(entry.picture()))
        .lastElement();
  }

  private <T> Single<T> inTime(Single<T> answer, ChatOptions options) {
    return new TimedStore(scheduler).answer(answer, options.deadlines().store());
  }
}
