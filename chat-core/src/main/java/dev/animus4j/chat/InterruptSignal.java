package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Interrupts an exchange: the user sends another message or stops it, or the client closes. Only
 * waiting can be interrupted, for a model or for time to pass; a delivery under way is finished.
 */
final class InterruptSignal {
  private final SingleSubject<String> reason = SingleSubject.create();
  private final Scheduler clock;

  InterruptSignal(Scheduler clock) {
    this.clock = clock;
  }

  void interrupt(String reason) {
    this.reason.onSuccess(reason);
  }

  boolean isInterrupted() {
    return reason.hasValue();
  }

  /**
   * The same flow, failed with {@link ExchangeInterrupted} when interrupted; not subscribed to if
   * it already is.
   */
  <T> Flowable<T> takeUntilInterrupted(
      Flowable<T> flow, Function<String, UnstampedEvent> finalEvent) {
    Flowable<T> interrupted = interruptionError(finalEvent);
    return Flowable.defer(() -> reason.hasValue() ? interrupted : flow.takeUntil(interrupted));
  }

  /** Completes after the delay, without an item. */
  <T> Flowable<T> pause(Duration delay, Function<String, UnstampedEvent> finalEvent) {
    Completable time = Completable.timer(delay.toMillis(), TimeUnit.MILLISECONDS, clock);
    return delay.isZero() ? check(finalEvent) : takeUntilInterrupted(time.toFlowable(), finalEvent);
  }

  /** Completes at once, or fails with {@link ExchangeInterrupted} if interrupted by then. */
  <T> Flowable<T> check(Function<String, UnstampedEvent> finalEvent) {
    return Flowable.defer(
        () -> reason.hasValue() ? this.<T>interruptionError(finalEvent) : Flowable.empty());
  }

  private <T> Flowable<T> interruptionError(Function<String, UnstampedEvent> finalEvent) {
    return reason.flatMapPublisher(
        why -> Flowable.error(new ExchangeInterrupted(finalEvent.apply(why))));
  }

  /** Ends an interrupted flow; carries the event that is then published instead of a failure. */
  static final class ExchangeInterrupted extends RuntimeException {
    private final transient UnstampedEvent finalEvent;

    private ExchangeInterrupted(UnstampedEvent finalEvent) {
      super(null, null, false, false);
      this.finalEvent = finalEvent;
    }

    UnstampedEvent finalEvent() {
      return finalEvent;
    }
  }
}
