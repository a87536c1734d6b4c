package dev.animus4j.http;

import dev.animus4j.failure.AnimusException.Limit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Timer that enforces the timeouts of a call: the total and at most one further limit at a time.
 * Moving a limit further away sets no new timer: a timer that fires too early is set again for the
 * rest. Used on the call's context only.
 */
final class CallTimer {
  private static final long NONE = -1;

  private final CallEventLoop eventLoop;
  private final Timeouts timeouts;
  private final Consumer<Limit> expired;
  private final long start = System.nanoTime();
  private long gap = Long.MAX_VALUE;
  private @Nullable Limit limit;
  private long due;
  private long timer = NONE;
  private long timerDue;
  private boolean stopped;

  CallTimer(CallEventLoop eventLoop, Timeouts timeouts, Consumer<Limit> expired) {
    this.eventLoop = eventLoop;
    this.timeouts = timeouts;
    this.expired = expired;
  }

  /** Starts, or restarts, this limit besides the total. */
  void start(Limit next) {
    limit = next;
    long most = next == Limit.GAP ? gap : Long.MAX_VALUE;
    due = elapsedNanos() + Math.min(most, nanos(next));
    arm();
  }

  /** Allows no longer gap than this from now on. */
  void limitGap(Duration most) {
    gap = Math.min(gap, most.toNanos());
    if (limit == Limit.GAP) {
      start(Limit.GAP);
    }
  }

  /** Suspends the further limit until the next start; the total goes on. */
  void pause() {
    limit = null;
  }

  /** Stops all limits. */
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
    timer = eventLoop.setTimer(millis(next - elapsedNanos()), this::onTimer);
  }

  private void onTimer() {
    if (stopped) {
      return;
    }
    timer = NONE;
    long now = elapsedNanos();
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
      eventLoop.cancelTimer(timer);
      timer = NONE;
    }
  }

  private long elapsedNanos() {
    return System.nanoTime() - start;
  }

  private long nanos(Limit which) {
    return timeouts.timeout(which).toNanos();
  }

  private static long millis(long nanos) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
  }
}
