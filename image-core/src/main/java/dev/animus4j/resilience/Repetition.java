package dev.animus4j.resilience;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.resilience.Retry.Attempt;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Predicate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The attempts of one subscription. */
final class Repetition<T> {
  private final Retry retry;
  private final Flowable<T> source;
  private final Predicate<T> delivered;
  private final @Nullable Function<Attempt, T> announce;
  private final Scheduler scheduler;
  private final long start;
  private volatile boolean done;

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

  Flowable<T> attempt(int number) {
    return source.doOnNext(this::watch).onErrorResumeNext(e -> afterwards(e, number));
  }

  private void watch(T item) throws Throwable {
    done = done || delivered.test(item);
  }

  private Flowable<T> afterwards(Throwable failure, int number) throws Throwable {
    if (done || !(failure instanceof AnimusException cause) || !retry.repeats(cause, number)) {
      return Flowable.error(failure);
    }
    Duration delay = retry.delay(cause, number);
    return inTime(delay) ? again(new Attempt(number, delay, cause)) : Flowable.error(failure);
  }

  private boolean inTime(Duration delay) {
    long elapsed = scheduler.now(TimeUnit.NANOSECONDS) - start;
    return retry.within().minusNanos(elapsed).compareTo(delay) >= 0;
  }

  private Flowable<T> again(Attempt failed) throws Throwable {
    Flowable<T> next =
        Flowable.timer(failed.delay().toNanos(), TimeUnit.NANOSECONDS, scheduler)
            .concatMap(tick -> attempt(failed.number() + 1));
    return announce == null ? next : next.startWithItem(announce.apply(failed));
  }
}
