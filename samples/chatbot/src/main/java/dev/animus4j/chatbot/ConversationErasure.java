package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.history.HistoryEntry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases conversations: their messages and generated images, also those in progress. Images that
 * were only attached in them are uploads, or belong to another conversation.
 */
final class ConversationErasure {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationErasure.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Exchange id of the event that replaces all earlier ones of an erased conversation. */
  static final String ERASED = "erased";

  private final AnimusClient client;
  private final ServerState serverState;
  private final EventFeed eventFeed;
  private final Scheduler clock;

  ConversationErasure(
      AnimusClient client, ServerState serverState, EventFeed eventFeed, Scheduler clock) {
    this.client = client;
    this.serverState = serverState;
    this.eventFeed = eventFeed;
    this.clock = clock;
  }

  /**
   * Erases a conversation, which then can begin anew. Running exchanges are interrupted; an image
   * whose generation outlasts the timeout is deleted when it is done.
   */
  Completable erase(Chat chat) {
    return Completable.defer(
        () -> {
          List<ActiveTasks.Task> running =
              serverState.tasks().tasks(chat.id()).stream().filter(task -> !task.cancel()).toList();
          chat.interrupt();
          return Completable.merge(running.stream().map(ActiveTasks.Task::completion).toList())
              .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS, clock, Completable.complete())
              .andThen(Completable.defer(() -> eraseStored(chat)))
              .doOnComplete(() -> eraseUnfinished(chat, running));
        });
  }

  private Completable eraseStored(Chat chat) {
    List<URI> images = serverState.usage().remove(chat.id());
    return chat.history()
        .get()
        .flattenAsFlowable(entries -> entries)
        .mapOptional(entry -> Optional.ofNullable(entry.picture()))
        .map(HistoryEntry.ImageReference::location)
        .mergeWith(Flowable.fromIterable(images))
        .distinct()
        .toList()
        .flatMapCompletable(serverState.images()::remove)
        .onErrorComplete(ConversationErasure::logFailure)
        .andThen(chat.history().clear())
        .ignoreElement()
        .doOnComplete(() -> clearEvents(chat.id()));
  }

  /** Logs what could not be removed; the rest is removed all the same. */
  private static boolean logFailure(Throwable failure) {
    LOG.warn("Not all of a conversation could be removed: {}", failure.getClass().getSimpleName());
    return true;
  }

  private void eraseUnfinished(Chat chat, List<ActiveTasks.Task> running) {
    for (ActiveTasks.Task task : running) {
      if (!task.isComplete()) {
        var unused =
            task.completion()
                .andThen(Completable.defer(() -> eraseResults(chat, task)))
                .subscribe(() -> {}, ConversationErasure::logFailure);
      }
    }
  }

  /** Removes the images of an unfinished task; messages sent meanwhile stay. */
  private Completable eraseResults(Chat chat, ActiveTasks.Task task) {
    Set<URI> images = new HashSet<>(task.images());
    return serverState
        .images()
        .remove(task.images())
        .andThen(chat.history().get())
        .map(entries -> positions(entries, images))
        .flattenAsFlowable(positions -> positions)
        .concatMapSingle(chat.history()::delete)
        .ignoreElements()
        .doOnComplete(() -> clearEvents(chat.id()));
  }

  /** In descending order, so that no deletion moves a later one. */
  private static List<Integer> positions(List<HistoryEntry> entries, Set<URI> images) {
    return IntStream.range(0, entries.size())
        .map(i -> entries.size() - 1 - i)
        .filter(at -> isOneOf(images, entries.get(at).picture()))
        .boxed()
        .toList();
  }

  private static boolean isOneOf(
      Set<URI> images, HistoryEntry.@Nullable ImageReference imageReference) {
    return imageReference != null && images.contains(imageReference.location());
  }

  /**
   * Drops the events so far; subscribers read the history, and continue. The retained events of a
   * conversation are dropped by an event whose sequence is not greater than the last.
   */
  private void clearEvents(String conversation) {
    ChatEvents events = client.events();
    long last = events.lastSequence(conversation);
    if (last > 0) {
      EventStamp eventStamp = new EventStamp(conversation, ERASED, last, Instant.now());
      events.publish(
          new ExchangeCompleted(eventStamp, ExchangeOutcome.INTERRUPTED, 0, 0, null, List.of(), 0));
    }
    serverState.tasks().forget(conversation);
    eventFeed.reset(conversation);
  }

  /** Erases these conversations in the background. */
  void erase(List<String> conversations) {
    for (String id : conversations) {
      var unused = erase(client.chat(id)).subscribe(() -> {}, ConversationErasure::logFailure);
    }
  }

  /** Deletes the oldest entries of a conversation that has become too long. */
  void trim(Chat chat) {
    if (serverState.usage().needsTrimming(chat.id())) {
      var unused =
          chat.history()
              .get()
              .flatMapCompletable(entries -> trimEntries(chat, entries))
              .subscribe(() -> {}, ConversationErasure::logFailure);
    }
  }

  private Completable trimEntries(Chat chat, List<HistoryEntry> entries) {
    int excess = serverState.usage().excess(entries);
    serverState.usage().recordTrim(chat.id(), entries.subList(excess, entries.size()));
    return Flowable.range(0, excess)
        .concatMapSingle(index -> chat.history().delete(0))
        .ignoreElements();
  }
}
