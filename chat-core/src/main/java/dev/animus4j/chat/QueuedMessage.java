package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.vertx.MonotonicClock;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One user message, or several merged into one, in the queue of its conversation. */
final class QueuedMessage {
  private final ExchangeReplayProcessor replay;
  private final Scheduler clock;
  private final LongSupplier nanos;
  private final InterruptSignal interruption;
  private final Duration debounce;
  private final CompletableSubject turn = CompletableSubject.create();
  private List<String> messageIds = List.of();
  private final boolean mayBeKnown;
  private Message message;
  private @Nullable RecordedExchange exchange;
  private int position;
  private long quietUntil;
  private boolean open = true;

  /**
   * A message that is not queued yet.
   *
   * @param replay records its exchange, for all whose messages are merged into it
   */
  QueuedMessage(
      SentMessage sent, ExchangeReplayProcessor replay, Scheduler clock, Duration debounce) {
    this.message = sent.message();
    this.mayBeKnown = sent.mayBeKnown();
    addMessageId(sent.id());
    this.replay = replay;
    this.clock = clock;
    this.nanos = MonotonicClock.nanos(clock);
    this.debounce = debounce;
    this.interruption = new InterruptSignal(clock);
    this.quietUntil = nanos.getAsLong() + debounce.toNanos();
  }

  /** Whether this is the id of its exchange. */
  boolean hasExchangeId(String exchangeId) {
    return exchange != null && exchange.id().equals(exchangeId);
  }

  /** Its exchange, once it is set. */
  RecordedExchange exchange() {
    return Objects.requireNonNull(exchange);
  }

  void setExchange(RecordedExchange exchange) {
    this.exchange = exchange;
    messageIds.forEach(exchange::addMessageId);
  }

  private void addMessageId(@Nullable String messageId) {
    if (messageId != null) {
      messageIds = new ArrayList<>(messageIds);
      messageIds.add(messageId);
      if (exchange != null) {
        exchange.addMessageId(messageId);
      }
    }
  }

  InterruptSignal interruption() {
    return interruption;
  }

  ExchangeReplayProcessor replay() {
    return replay;
  }

  /** The message, final once {@link #awaitTurn} has completed. */
  Message message() {
    return message;
  }

  /** Whether it may have been sent before. */
  boolean mayBeKnown() {
    return mayBeKnown;
  }

  /** Whether further messages can be merged into this one. */
  boolean isOpen() {
    return open;
  }

  /**
   * Merges one more message, and restarts the debounce time.
   *
   * @param own records the exchange for who sent this message
   */
  Flowable<ChatEvent> merge(SentMessage sent, ExchangeReplayProcessor own) {
    Message more = sent.message();
    addMessageId(sent.id());
    List<Attachment> shown = new ArrayList<>(message.attachments());
    shown.addAll(more.attachments());
    message = message.withContent(message.content() + "\n" + more.content()).withAttachments(shown);
    quietUntil = nanos.getAsLong() + debounce.toNanos();
    return replay.doOnComplete(() -> own.setFailure(replay.failure()));
  }

  /** Sets how many messages are ahead, this one included. */
  void setPosition(int position) {
    this.position = position;
  }

  /** Starts its exchange. */
  void start() {
    turn.onComplete();
  }

  /**
   * Completes when it is its turn, and no further message is to be expected. The queued event
   * leaves out a text that {@code guardrail} is to moderate.
   */
  Flowable<UnstampedEvent> awaitTurn(FailClosedGuardrail guardrail) {
    Flowable<UnstampedEvent> waited = turnOrInterruption().doOnComplete(() -> open = false);
    return position == 0 ? waited : waited.startWithItem(queuedEvent(guardrail));
  }

  private UnstampedEvent queuedEvent(FailClosedGuardrail guardrail) {
    return UnstampedEvents.messageQueued(
        guardrail.appliesTo(GuardrailStage.INPUT) ? "" : message.content(), position);
  }

  private Flowable<UnstampedEvent> turnOrInterruption() {
    Function<String, UnstampedEvent> cancelled =
        reason -> UnstampedEvents.messagesCancelled(1, reason);
    return turn.hasComplete() && debounce.isZero()
        ? interruption.check(cancelled)
        : interruption.takeUntilInterrupted(turn.andThen(quietPeriod()).toFlowable(), cancelled);
  }

  private Completable quietPeriod() {
    return ExtendableTimer.untilElapsed(
        clock, () -> quietUntil - nanos.getAsLong(), Long.MAX_VALUE);
  }
}
