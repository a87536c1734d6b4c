package dev.animus4j.chat;

import dev.animus4j.chat.PendingRecord.Listener;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recorder that has all in a ledger. An event is published once its step is stored; only a delta is
 * published before.
 */
final class LedgerRecorder implements Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerRecorder.class);

  private static final Listener LOGGED =
      new Listener() {
        @Override
        public void onStored(@Nullable ChatEvent event) {}

        @Override
        public void onFailure(Throwable cause) {
          if (!(cause instanceof AnimusException.Cancelled)) {
            LOG.warn("The history was not changed: {}", cause.toString());
          }
        }
      };

  private final LedgerSession session;
  private final StepWriter writer;

  LedgerRecorder(ConversationState conversation, Ledger ledger) {
    this.session = new LedgerSession(conversation, ledger);
    this.writer = new StepWriter(conversation, session);
  }

  @Override
  public Flowable<ChatEvent> record(RecordedExchange exchange, Flowable<UnstampedEvent> events) {
    return new ExchangeRecording(exchange, writer).record(events);
  }

  @Override
  public Flowable<UnstampedEvent> append(
      List<Function<Instant, @Nullable HistoryEntry>> entries,
      UnstampedEvent event,
      ChatOptions options) {
    return Flowable.just(options.maxHistoryMessages() == 0 ? event : event.withEntries(entries));
  }

  /** Nobody waits for it: what follows is stored after it. */
  @Override
  public Completable append(
      List<Function<Instant, @Nullable HistoryEntry>> entries,
      UnaryOperator<List<HistoryEntry>> change,
      ChatOptions options) {
    return Completable.fromAction(
        () -> {
          if (options.maxHistoryMessages() > 0) {
            if (!entries.isEmpty()) {
              writer.enqueue(PendingRecord.of(entries, LOGGED));
            }
            if (!change.equals(UNCHANGED)) {
              writer.enqueue(
                  PendingRecord.of(before -> change.apply(LedgerSession.entries(before)), LOGGED));
            }
          }
        });
  }

  @Override
  public Completable flush() {
    return Completable.defer(
        () -> {
          CompletableSubject stored = CompletableSubject.create();
          writer.enqueue(PendingRecord.of(List.of(), new Completion(stored)));
          return stored;
        });
  }

  @Override
  public boolean isOwner() {
    return session.isOwner();
  }

  @Override
  public Single<Boolean> release() {
    return Single.defer(
        () -> writer.isQuiet() ? writer.end(session.release()) : Single.just(false));
  }

  @Override
  public void cut(Throwable cause) {
    writer.cut(cause);
  }

  @Override
  public Single<Erased> erase() {
    return Single.defer(() -> writer.end(session.erase()));
  }

  /** Edits the history after all that was recorded before; emits the entries before the change. */
  Single<List<HistoryEntry>> edit(UnaryOperator<List<HistoryEntry>> change) {
    return Single.defer(
        () -> {
          AtomicReference<List<HistoryEntry>> before = new AtomicReference<>(List.of());
          CompletableSubject stored = CompletableSubject.create();
          writer.enqueue(
              PendingRecord.of(
                  entries -> {
                    before.set(LedgerSession.entries(entries));
                    return change.apply(before.get());
                  },
                  new Completion(stored)));
          return stored.toSingle(before::get);
        });
  }

  /** The latest entries that are stored, oldest first. */
  Single<List<HistoryEntry>> recentEntries(int limit) {
    return session.recentEntries(limit);
  }

  /** Waits for a record. */
  private record Completion(CompletableSubject stored) implements Listener {
    @Override
    public void onStored(@Nullable ChatEvent event) {
      stored.onComplete();
    }

    @Override
    public void onFailure(Throwable cause) {
      stored.onError(cause);
    }
  }
}
