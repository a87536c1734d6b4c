package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Recorder of a conversation: it stores what happens, numbers its events and publishes them, in
 * order. Confined to the context of the conversation.
 */
interface Recorder {

  /** No change of a history. */
  UnaryOperator<List<HistoryEntry>> UNCHANGED = entries -> entries;

  /**
   * The events of an exchange, each emitted when it is published; no later than all that becomes
   * true with it is stored. Events must not fail. Fails when they cannot be stored.
   */
  Flowable<ChatEvent> record(RecordedExchange exchange, Flowable<UnstampedEvent> events);

  /**
   * Emits {@code event} for {@link #record}, with which the entries become part of the history,
   * unless that is off. They are stored before the event is published.
   */
  Flowable<UnstampedEvent> append(
      List<Function<Instant, @Nullable HistoryEntry>> entries,
      UnstampedEvent event,
      ChatOptions options);

  /**
   * Appends entries without an event, with none between them, and then edits the history; an edit
   * that fails is logged.
   */
  Completable append(
      List<Function<Instant, @Nullable HistoryEntry>> entries,
      UnaryOperator<List<HistoryEntry>> change,
      ChatOptions options);

  /** Completes when all that was recorded is stored: then money may be spent for it. */
  Completable flush();

  /** Whether this client has the conversation, and may publish its events; from any thread. */
  boolean isOwner();

  /** Lets other nodes have the conversation, if nothing is going on in it; emits whether so. */
  Single<Boolean> release();

  /** Cuts off all exchanges being recorded: they fail, and nothing more of them is recorded. */
  void cut(Throwable cause);

  /** Erases all that is stored; what is being recorded is to be cut off before. */
  Single<Erased> erase();

  /**
   * What was erased.
   *
   * @param images locations of files that nobody needs any more
   * @param attachments locations of files that others may need
   */
  record Erased(boolean existed, List<URI> images, List<URI> attachments) {}
}
