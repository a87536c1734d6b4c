package dev.animus4j.http;

import dev.animus4j.failure.AnimusException.Limit;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a call. It watches the total and at most one further limit at a time. Moving a
 * limit further away costs no timer: when the timer fires too early it is set again for the rest.
 * To be used on the call's context only.
 */
final class Watch {
  private static final long NONE = -1;

  private final Home home;
  private final Timeouts timeouts;
  private final Consumer<Limit> expired;
  private final long start = System.nanoTime();
  private @Nullable Limit limit;
  private long due;
  private long timer = NONE;
  private long timerDue;
  private boolean stopped;

  Watch(Home home, Timeouts timeouts, Consumer<Limit> expired) {
    this.home = home;
    this.timeouts = timeouts;
    this.expired = expired;
  }

  /** From now on, or once more from now on, this limit counts besides the total. */
  void begin(Limit next) {
    limit = next;
    due = elapsed() + nanos(next);
    arm();
  }

  /** Until the next beginning only the total counts. */
  void pause() {
    limit = null;
  }

  /** No limit counts any more. */
  void stop() {
    stopped = true;
    cancelTimer();
  }

  private void arm() {
    long next = limit == null ? nanos(Limit.TOTAL) : Math.min(due, nanos(Limit.TOTAL));
    if (stopped || (timer != NONE && timerDue <= next)) {
      return;
    }
    cancelTimer();
    timerDue = next;
    timer = home.timer(millis(next - elapsed()), this::fired);
  }

  private void fired() {
    if (stopped) {
      return;
    }
    timer = NONE;
    long now = elapsed();
    if (now >= nanos(Limit.TOTAL)) {
      expired.accept(Limit.TOTAL);
    } else if (limit != null && now >= due) {
      expired.accept(limit);
    } else {
      arm();
    }
  }

  private void cancelTimer() {
    if (timer != NONE) {
      home.cancel(timer);
      timer = NONE;
    }
  }

  private long elapsed() {
    return System.nanoTime() - start;
  }

  private long nanos(Limit which) {
    return timeouts.of(which).toNanos();
  }

  private static long millis(long nanos) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
  }
}
