package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recording of one exchange. When its events cannot be stored, the exchange is cancelled: it ends
 * with the failure as its last event if that can be stored, and else fails.
 */
final class ExchangeRecording implements PendingRecord.Listener {
  private final RecordedExchange exchange;
  private final StepWriter writer;
  private final OpenParts openParts = new OpenParts();
  private final ExchangeTotals storedTotals = new ExchangeTotals();
  private final SerialDisposable upstream = new SerialDisposable();
  private @Nullable FlowableEmitter<ChatEvent> subscriber;
  private int pending;
  private boolean ended;
  private boolean closing;

  ExchangeRecording(RecordedExchange exchange, StepWriter writer) {
    this.exchange = exchange;
    this.writer = writer;
  }

  Flowable<ChatEvent> record(Flowable<UnstampedEvent> events) {
    return Flowable.create(
        emitter -> {
          subscriber = emitter;
          emitter.setCancellable(this::leave);
          writer.recordings().add(this);
          upstream.replace(events.subscribe(this::enqueue, this::cut, this::end));
        },
        BackpressureStrategy.BUFFER);
  }

  private void leave() {
    upstream.dispose();
    writer.recordings().remove(this);
  }

  private void enqueue(UnstampedEvent event) {
    if (!closing) {
      pending++;
      writer.enqueue(PendingRecord.of(exchange, event, this));
    }
  }

  private void end() {
    ended = true;
    completeIfStored();
  }

  @Override
  public void onStored(@Nullable ChatEvent event) {
    pending--;
    emit(Objects.requireNonNull(event));
    completeIfStored();
  }

  private void emit(ChatEvent stored) {
    openParts.add(stored);
    storedTotals.add(stored);
    emitter().onNext(stored);
  }

  private void completeIfStored() {
    if (ended && pending == 0 && !closing) {
      emitter().onComplete();
    }
  }

  @Override
  public void onFailure(Throwable cause) {
    pending--;
    if (!(cause instanceof AnimusException.InvalidRequest)) {
      cut(cause);
    } else if (!closing) {
      closing = true;
      close(cause);
    }
  }

  /** A record that can never be stored ends the exchange; others of the conversation go on. */
  private void close(Throwable cause) {
    upstream.get().dispose();
    writer.drop(exchange);
    RecordedExchange closed = new RecordedExchange(exchange.id(), storedTotals);
    List<UnstampedEvent> events = openParts.closingEvents(cause);
    for (UnstampedEvent event : events) {
      writer.enqueue(PendingRecord.of(closed, event, new Closing(false)));
    }
    storedTotals.setOutcome(ExchangeOutcome.FAILED);
    UnstampedEvent last = storedTotals.exchangeCompleted(0);
    writer.enqueue(PendingRecord.of(closed, last, new Closing(true)));
  }

  /** Ends it without another event: the ledger is away, or another client goes on. */
  void cut(Throwable cause) {
    stop();
    emitter().tryOnError(cause);
  }

  /** Records nothing more. */
  void stop() {
    closing = true;
    leave();
  }

  private FlowableEmitter<ChatEvent> emitter() {
    return Objects.requireNonNull(subscriber);
  }

  /** Emits the events that end a failed exchange. */
  private final class Closing implements PendingRecord.Listener {
    private final boolean isLast;

    private Closing(boolean isLast) {
      this.isLast = isLast;
    }

    @Override
    public void onStored(@Nullable ChatEvent event) {
      emitter().onNext(Objects.requireNonNull(event));
      if (isLast) {
        emitter().onComplete();
      }
    }

    @Override
    public void onFailure(Throwable cause) {
      cut(cause);
    }
  }
}
