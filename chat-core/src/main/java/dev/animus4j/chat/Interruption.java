package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What cuts an exchange short: the user speaks again, stops it, or the client closes. Only waiting
 * can be cut, for the model or for time to pass; what is being delivered is delivered.
 */
final class Interruption {
  private final SingleSubject<String> reason = SingleSubject.create();
  private final Scheduler clock;

  Interruption(Scheduler clock) {
    this.clock = clock;
  }

  void because(String reason) {
    this.reason.onSuccess(reason);
  }

  /** {@code flow}, ended by a {@link Cut} when interrupted; not even begun if it already is. */
  <T> Flowable<T> cutting(Flowable<T> flow, Function<String, Draft> farewell) {
    Flowable<T> cut = cut(farewell);
    return Flowable.defer(() -> reason.hasValue() ? cut : flow.takeUntil(cut));
  }

  /** Nothing, for a while. */
  <T> Flowable<T> pause(Duration delay, Function<String, Draft> farewell) {
    Completable time = Completable.timer(delay.toMillis(), TimeUnit.MILLISECONDS, clock);
    return delay.isZero() ? going(farewell) : cutting(time.toFlowable(), farewell);
  }

  /** Nothing; a {@link Cut} if interrupted. */
  private <T> Flowable<T> going(Function<String, Draft> farewell) {
    return Flowable.defer(() -> reason.hasValue() ? this.<T>cut(farewell) : Flowable.empty());
  }

  private <T> Flowable<T> cut(Function<String, Draft> farewell) {
    return reason.flatMapPublisher(why -> Flowable.error(new Cut(farewell.apply(why))));
  }

  /** The end of an interrupted flow, with what there is to say about it. */
  static final class Cut extends RuntimeException {
    private final transient Draft farewell;

    private Cut(Draft farewell) {
      super(null, null, false, false);
      this.farewell = farewell;
    }

    Draft farewell() {
      return farewell;
    }
  }
}
