package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps the deadlines of one exchange, which begins when this is made. */
final class Patience {
  private final Deadlines deadlines;
  private final Scheduler clock;
  private final long end;

  /** When it will be too late, and for what. */
  private record Due(long time, Limit limit, Duration after) {}

  Patience(Deadlines deadlines, Scheduler clock) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.end = now() + deadlines.exchange().toMillis();
  }

  /** The parts of an answer, as long as each, and all of them, come in time. */
  <T> Flowable<T> withReply(Flowable<T> parts) {
    return Flowable.defer(
        () -> {
          Pulse pulse = new Pulse();
          return parts.doOnNext(part -> pulse.beat()).takeUntil(this.<T>expiry(pulse::due));
        });
  }

  /** The parts of a picture, as long as it comes in time. */
  <T> Flowable<T> withImage(Flowable<T> parts) {
    return within(parts, deadlines.image());
  }

  /** All that is left to be waited for, as long as the exchange may take. */
  <T> Flowable<T> within(Flowable<T> parts) {
    return within(parts, deadlines.exchange());
  }

  private <T> Flowable<T> within(Flowable<T> parts, Duration limit) {
    return Flowable.defer(
        () -> {
          Due due = total(limit);
          return parts.takeUntil(this.<T>expiry(() -> due));
        });
  }

  /** What begins now may take so long, and no longer than the exchange. */
  private Due total(Duration limit) {
    long time = now() + limit.toMillis();
    return time <= end
        ? new Due(time, Limit.TOTAL, limit)
        : new Due(end, Limit.TOTAL, deadlines.exchange());
  }

  /**
   * Fails when it is due. What comes meanwhile may change when that is, by a gap: so one timer,
   * which looks again after each, does for all.
   */
  private <T> Flowable<T> expiry(Supplier<Due> next) {
    return Flowable.defer(
        () -> {
          Due due = next.get();
          long left = due.time() - now();
          return left > 0
              ? timer(Math.min(left, deadlines.gap().toMillis())).andThen(this.<T>expiry(next))
              : Flowable.error(expired(due));
        });
  }

  private Completable timer(long millis) {
    return Completable.timer(millis, TimeUnit.MILLISECONDS, clock);
  }

  private long now() {
    return clock.now(TimeUnit.MILLISECONDS);
  }

  private static AnimusException expired(Due due) {
    return new AnimusException.TimedOut(Origin.of("animus4j"), due.limit(), due.after());
  }

  /** What is due next of an answer that begins when this is made. */
  private final class Pulse {
    private final Due whole = total(deadlines.reply());
    private Due next = in(deadlines.firstToken(), Limit.FIRST_BYTE);

    private void beat() {
      next = in(deadlines.gap(), Limit.GAP);
    }

    private Due due() {
      return next.time() < whole.time() ? next : whole;
    }

    private Due in(Duration limit, Limit kind) {
      return new Due(now() + limit.toMillis(), kind, limit);
    }
  }
}
