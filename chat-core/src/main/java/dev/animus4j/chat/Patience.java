package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.Origin;
import dev.animus4j.vertx.ElapsedTime;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Keeps the deadlines of one exchange, which begins when this is made. */
final class Patience {
  private final Deadlines deadlines;
  private final Scheduler clock;
  private final LongSupplier nanos;
  private final long end;

  /** When it will be too late, and for what. */
  private record Due(long time, Limit limit, Duration after) {}

  Patience(Deadlines deadlines, Scheduler clock) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.nanos = ElapsedTime.nanos(clock);
    this.end = in(deadlines.exchange());
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
    long time = in(limit);
    return time - end <= 0
        ? new Due(time, Limit.TOTAL, limit)
        : new Due(end, Limit.TOTAL, deadlines.exchange());
  }

  /**
   * Fails when it is due. What comes meanwhile may change when that is, by a gap: so one timer,
   * which looks again after each, does for all.
   */
  private <T> Flowable<T> expiry(Supplier<Due> next) {
    LongSupplier left = () -> next.get().time() - nanos.getAsLong();
    return Wait.until(clock, left, deadlines.gap().toNanos())
        .andThen(Flowable.error(() -> expired(next.get())));
  }

  private long in(Duration limit) {
    return nanos.getAsLong() + limit.toNanos();
  }

  private static AnimusException expired(Due due) {
    return new AnimusException.TimedOut(Origin.of("animus4j"), due.limit(), due.after());
  }

  /** What is due next of an answer that begins when this is made. */
  private final class Pulse {
    private final Due whole = total(deadlines.reply());
    private Due next = due(deadlines.firstToken(), Limit.FIRST_BYTE);

    private void beat() {
      next = due(deadlines.gap(), Limit.GAP);
    }

    private Due due() {
      return next.time() - whole.time() < 0 ? next : whole;
    }

    private Due due(Duration limit, Limit kind) {
      return new Due(in(limit), kind, limit);
    }
  }
}
