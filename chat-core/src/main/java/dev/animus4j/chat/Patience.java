package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Keeps the deadlines of one exchange, which begins when this is made. */
final class Patience {
  private final Deadlines deadlines;
  private final Scheduler clock;
  private final long end;

  Patience(Deadlines deadlines, Scheduler clock) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.end = now() + deadlines.exchange().toMillis();
  }

  /** The parts of an answer, as long as each, and all of them, come in time. */
  <T> Flowable<T> withReply(Flowable<T> parts) {
    return Flowable.defer(() -> new Pulse().beating(parts).takeUntil(expiry(deadlines.reply())));
  }

  /** The parts of a picture, as long as it comes in time. */
  <T> Flowable<T> withImage(Flowable<T> parts) {
    return Flowable.defer(() -> parts.takeUntil(expiry(deadlines.image())));
  }

  /** All that is left to be waited for, as long as the exchange may take. */
  <T> Flowable<T> within(Flowable<T> parts) {
    return Flowable.defer(() -> parts.takeUntil(expiry(deadlines.exchange())));
  }

  private <T> Flowable<T> expiry(Duration limit) {
    long left = end - now();
    boolean all = left < limit.toMillis();
    Duration after = all ? deadlines.exchange() : limit;
    return timer(all ? left : limit.toMillis())
        .andThen(Flowable.error(() -> expired(Limit.TOTAL, after)));
  }

  private Completable timer(long millis) {
    return Completable.timer(Math.max(0, millis), TimeUnit.MILLISECONDS, clock);
  }

  private long now() {
    return clock.now(TimeUnit.MILLISECONDS);
  }

  private static AnimusException expired(Limit limit, Duration after) {
    return new AnimusException.TimedOut(Origin.of("animus4j"), limit, after);
  }

  /** Looks at the clock when a wait may be over, not with every word: that takes a few timers. */
  private final class Pulse {
    private final CompletableSubject begun = CompletableSubject.create();
    private long last;

    <T> Flowable<T> beating(Flowable<T> parts) {
      return parts.doOnNext(part -> beat()).takeUntil(this.<T>silence());
    }

    private void beat() {
      last = now();
      begun.onComplete();
    }

    private <T> Flowable<T> silence() {
      Duration limit = deadlines.firstToken();
      Completable never =
          timer(limit.toMillis())
              .andThen(Completable.error(() -> expired(Limit.FIRST_BYTE, limit)));
      return begun.ambWith(never).andThen(this.<T>gap());
    }

    private <T> Flowable<T> gap() {
      return Flowable.defer(
          () -> {
            long left = last + deadlines.gap().toMillis() - now();
            return left > 0
                ? timer(left).andThen(this.<T>gap())
                : Flowable.error(expired(Limit.GAP, deadlines.gap()));
          });
    }
  }
}
