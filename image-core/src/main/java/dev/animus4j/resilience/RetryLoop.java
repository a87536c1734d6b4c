package dev.animus4j.resilience;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.resilience.Retry.Attempt;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Predicate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Loop over the attempts of one subscription; it is iterative, so that the stack does not grow. */
final class RetryLoop<T> {
  private final Retry retry;
  private final Flowable<T> source;
  private final Predicate<T> delivered;
  private final @Nullable Function<Attempt, T> announce;
  private final Scheduler scheduler;
  private final long start;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile boolean done;
  private volatile boolean repeat;

  RetryLoop(
      Retry retry,
      Flowable<T> source,
      Predicate<T> delivered,
      @Nullable Function<Attempt, T> announce) {
    this.retry = retry;
    this.source = source;
    this.delivered = delivered;
    this.announce = announce;
    this.scheduler = retry.timing().scheduler().get();
    this.start = scheduler.now(TimeUnit.NANOSECONDS);
  }

  Flowable<T> attempts() {
    return Flowable.defer(this::attempt).repeatUntil(() -> !repeat);
  }

  private Flowable<T> attempt() {
    attempts.incrementAndGet();
    repeat = false;
    return FaultIsolation.flowable(() -> source)
        .doOnNext(this::track)
        .onErrorResumeNext(failure -> FaultIsolation.flowable(() -> retryOrFail(failure)));
  }

  private void track(T item) {
    done = done || FaultIsolation.call(() -> delivered.test(item));
  }

  private Flowable<T> retryOrFail(Throwable failure) throws Throwable {
    int number = attempts.get();
    if (done || !(failure instanceof AnimusException cause) || !retry.canRepeat(cause, number)) {
      return Flowable.error(failure);
    }
    Duration delay = retry.delay(cause, number);
    return isInTime(delay) ? delayNext(new Attempt(number, delay, cause)) : Flowable.error(failure);
  }

  private boolean isInTime(Duration delay) {
    long elapsed = Math.max(0, scheduler.now(TimeUnit.NANOSECONDS) - start);
    return retry.timeout().minusNanos(elapsed).compareTo(delay) >= 0;
  }

  private Flowable<T> delayNext(Attempt failed) throws Throwable {
    Flowable<T> wait =
        Completable.timer(SaturatedNanos.of(failed.delay()), TimeUnit.NANOSECONDS, scheduler)
            .toFlowable();
    Flowable<T> announced = announce == null ? wait : wait.startWithItem(announce.apply(failed));
    repeat = true;
    return announced;
  }
}
