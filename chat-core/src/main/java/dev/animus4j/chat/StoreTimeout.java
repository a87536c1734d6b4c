package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Limits the time of store operations, and brings their results to the context of a conversation.
 *
 * @param scheduler the context, and the clock
 */
record StoreTimeout(Scheduler scheduler) {

  /**
   * The same result, at once if the store has it at once. What the store throws is emitted as a
   * failure.
   */
  <T> Single<T> timeout(Single<T> answer, Duration limit) {
    return Single.defer(
        () -> {
          SingleSubject<T> answered = SingleSubject.create();
          Disposable asking = subscribe(answer, answered);
          boolean atOnce = answered.hasValue() || answered.hasThrowable();
          return atOnce ? answered : timeoutOnScheduler(answered, limit).doFinally(asking::dispose);
        });
  }

  private static <T> Disposable subscribe(Single<T> answer, SingleSubject<T> answered) {
    try {
      return answer.subscribe(answered::onSuccess, answered::onError);
    } catch (Throwable thrown) {
      answered.onError(FaultIsolation.failure(thrown));
      return Disposable.disposed();
    }
  }

  private <T> Single<T> timeoutOnScheduler(Single<T> answer, Duration limit) {
    Single<T> late =
        Single.error(
            () -> new AnimusException.TimedOut(FailureOrigin.of("a store"), Limit.TOTAL, limit));
    return answer
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS, scheduler, late)
        .observeOn(scheduler);
  }
}
