package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Record that waits to be stored; with nothing to store, it waits for those before.
 *
 * @param exchange that of the event; null without an event
 * @param change of the history, which is stored alone
 * @param listener who waits for it
 */
record PendingRecord(
    @Nullable RecordedExchange exchange,
    @Nullable UnstampedEvent event,
    List<Function<Instant, @Nullable HistoryEntry>> entries,
    @Nullable Change change,
    Listener listener) {

  /** Change of the stored entries; it may be tried more than once. */
  @FunctionalInterface
  interface Change {
    List<HistoryEntry> apply(List<StoredEntry> before);
  }

  /** Told of the end of a record, once. */
  interface Listener {
    /** It is stored, and its event is published. */
    void onStored(@Nullable ChatEvent event);

    /** Nothing of it is stored, or nobody knows. */
    void onFailure(Throwable cause);
  }

  static PendingRecord of(RecordedExchange exchange, UnstampedEvent event, Listener listener) {
    return new PendingRecord(exchange, event, event.entries(), null, listener);
  }

  static PendingRecord of(
      List<Function<Instant, @Nullable HistoryEntry>> entries, Listener listener) {
    return new PendingRecord(null, null, entries, null, listener);
  }

  static PendingRecord of(Change change, Listener listener) {
    return new PendingRecord(null, null, List.of(), change, listener);
  }

  /** Whether it is told before it is stored. */
  boolean isDelta() {
    return event instanceof UnstampedDelta;
  }

  /** Whether it only waits. */
  boolean isEmpty() {
    return event == null && entries.isEmpty() && change == null;
  }
}
