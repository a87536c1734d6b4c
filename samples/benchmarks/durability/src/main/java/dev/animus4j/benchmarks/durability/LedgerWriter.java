package dev.animus4j.benchmarks.durability;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.StoredExchange;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.TakenOver;
import io.reactivex.rxjava3.core.Completable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what a client writes of a question and of its answer. */
final class LedgerWriter {
  private static final int NO_IMAGES = 0;

  private final Ledger ledger;
  private final String id;
  private @Nullable Tenure tenure;
  private long position;
  private long sequence;

  LedgerWriter(Ledger ledger, String id) {
    this.ledger = ledger;
    this.id = id;
  }

  /** Appends this message; claims the conversation first, again if somebody else has it. */
  Completable append(long number) {
    return Completable.defer(() -> write(number))
        .onErrorResumeNext(
            failure -> {
              tenure = null;
              return failure instanceof TakenOver ? append(number) : Completable.error(failure);
            });
  }

  private Completable write(long number) {
    Tenure own = tenure;
    return own == null
        ? ledger.claim(id).doOnSuccess(this::take).flatMapCompletable(it -> it.write(step(number)))
        : own.write(step(number));
  }

  private void take(Tenure claimed) {
    tenure = claimed;
    position = claimed.head().position();
    sequence = Math.max(claimed.head().sequence(), claimed.head().reserved());
  }

  /** Appends so many entries at once; they take part in no exchange of their own. */
  Completable fill(int entries) {
    List<StoredEntry> piece =
        LongStream.range(position, position + entries).mapToObj(i -> entry(i, i)).toList();
    position += entries - 1;
    Step last = step(position + 1);
    List<StoredEntry> all = Stream.concat(piece.stream().skip(1), last.entries().stream()).toList();
    Step step = new Step(0, last.events(), all, List.of(), last.exchanges(), List.of());
    return Objects.requireNonNull(tenure).write(step);
  }

  private Step step(long number) {
    position++;
    Instant now = Instant.now();
    boolean isQuestion = DurableMemory.isQuestion(number);
    StoredExchange.State state =
        isQuestion ? StoredExchange.State.RUNNING : StoredExchange.State.COMPLETED;
    String exchangeId = "exchange-" + (number + 1) / 2;
    return new Step(
        0,
        isQuestion ? question(exchangeId, number, now) : answer(exchangeId, number, now),
        List.of(entry(position, number)),
        List.of(),
        List.of(new StoredExchange(exchangeId, state, now, Set.of(), !isQuestion)),
        List.of());
  }

  private static StoredEntry entry(long position, long number) {
    String text = DurableMemory.text(number);
    Message message =
        DurableMemory.isQuestion(number) ? Message.user(text) : Message.assistant(text);
    return new StoredEntry(
        new StoredEntry.Key(position, 0), HistoryEntry.of(message, Instant.now()));
  }

  private List<StoredEvent> question(String exchangeId, long number, Instant now) {
    String text = DurableMemory.text(number);
    return List.of(stored(new MessageReceived(stamp(exchangeId, now), text, List.of())));
  }

  private List<StoredEvent> answer(String exchangeId, long number, Instant now) {
    EventStamp stamp = stamp(exchangeId, now);
    String text = DurableMemory.text(number);
    MessageCompleted message =
        new MessageCompleted(
            stamp,
            MessageType.REGULAR,
            text,
            null,
            null,
            1,
            null,
            List.of(),
            null,
            "local",
            "model",
            List.of(),
            null,
            "response");
    ExchangeCompleted end =
        new ExchangeCompleted(
            stamp(exchangeId, now), ExchangeOutcome.COMPLETED, 1, NO_IMAGES, null, List.of(), 1);
    return List.of(stored(message), stored(end));
  }

  private EventStamp stamp(String exchangeId, Instant now) {
    return new EventStamp(id, exchangeId, ++sequence, now);
  }

  private static StoredEvent stored(ChatEvent event) {
    return new StoredEvent(event.sequence(), event);
  }
}
