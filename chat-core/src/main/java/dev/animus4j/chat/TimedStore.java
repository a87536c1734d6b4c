package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What stores answer, on the context of a conversation, unless they are late.
 *
 * @param scheduler the context, and the clock
 */
record TimedStore(Scheduler scheduler) {

  /** The answer; of a store that answers at once, at once. What it throws is a failure too. */
  <T> Single<T> answer(Single<T> answer, Duration limit) {
    return Single.defer(
        () -> {
          SingleSubject<T> answered = SingleSubject.create();
          Disposable asking = asking(answer, answered);
          boolean atOnce = answered.hasValue() || answered.hasThrowable();
          return atOnce ? answered : inTime(answered, limit).doFinally(asking::dispose);
        });
  }

  private static <T> Disposable asking(Single<T> answer, SingleSubject<T> answered) {
    try {
      return answer.subscribe(answered::onSuccess, answered::onError);
    } catch (Throwable thrown) {
      answered.onError(Isolation.failure(thrown));
      return Disposable.disposed();
    }
  }

  private <T> Single<T> inTime(Single<T> answer, Duration limit) {
    Single<T> late =
        Single.error(() -> new AnimusException.TimedOut(Origin.of("a store"), Limit.TOTAL, limit));
    return answer
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS, scheduler, late)
        .observeOn(scheduler);
  }
}
