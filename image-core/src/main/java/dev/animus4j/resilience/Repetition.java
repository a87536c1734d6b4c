package dev.animus4j.resilience;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
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

/** The attempts of one subscription, one after the other: none stands on the one before. */
final class Repetition<T> {
  private final Retry retry;
  private final Flowable<T> source;
  private final Predicate<T> delivered;
  private final @Nullable Function<Attempt, T> announce;
  private final Scheduler scheduler;
  private final long start;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile boolean done;
  private volatile boolean again;

  Repetition(
      Retry retry,
      Flowable<T> source,
      Predicate<T> delivered,
      @Nullable Function<Attempt, T> announce) {
    this.retry = retry;
    this.source = source;
    this.delivered = delivered;
    this.announce = announce;
    this.scheduler = retry.pace().scheduler().get();
    this.start = scheduler.now(TimeUnit.NANOSECONDS);
  }

  Flowable<T> attempts() {
    return Flowable.defer(this::attempt).repeatUntil(() -> !again);
  }

  private Flowable<T> attempt() {
    attempts.incrementAndGet();
    again = false;
    return Isolation.flowable(() -> source)
        .doOnNext(this::watch)
        .onErrorResumeNext(failure -> Isolation.flowable(() -> afterwards(failure)));
  }

  private void watch(T item) {
    done = done || Isolation.call(() -> delivered.test(item));
  }

  private Flowable<T> afterwards(Throwable failure) throws Throwable {
    int number = attempts.get();
    if (done || !(failure instanceof AnimusException cause) || !retry.repeats(cause, number)) {
      return Flowable.error(failure);
    }
    Duration delay = retry.delay(cause, number);
    return inTime(delay) ? beforeNext(new Attempt(number, delay, cause)) : Flowable.error(failure);
  }

  private boolean inTime(Duration delay) {
    long elapsed = Math.max(0, scheduler.now(TimeUnit.NANOSECONDS) - start);
    return retry.within().minusNanos(elapsed).compareTo(delay) >= 0;
  }

  private Flowable<T> beforeNext(Attempt failed) throws Throwable {
    Flowable<T> wait =
        Completable.timer(Nanos.of(failed.delay()), TimeUnit.NANOSECONDS, scheduler).toFlowable();
    Flowable<T> told = announce == null ? wait : wait.startWithItem(announce.apply(failed));
    again = true;
    return told;
  }
}
