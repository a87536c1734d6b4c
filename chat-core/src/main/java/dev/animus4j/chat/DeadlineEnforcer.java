package dev.animus4j.chat;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.vertx.MonotonicClock;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Enforces the deadlines of one exchange, which starts when this is created. */
final class DeadlineEnforcer {
  private final Deadlines deadlines;
  private final Scheduler clock;
  private final LongSupplier nanos;
  private final long end;

  /** A point in time, and the limit that it enforces. */
  private record Deadline(long time, Limit limit, Duration after) {}

  DeadlineEnforcer(Deadlines deadlines, Scheduler clock) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.nanos = MonotonicClock.nanos(clock);
    this.end = nanosAfter(deadlines.exchange());
  }

  /**
   * The same response, limited by the silence before its first token and after it, and in all. One
   * that is not streamed is silent until all of it is there.
   */
  Flowable<ChatUpdate> limitResponse(ChatRequest request, Flowable<ChatUpdate> parts) {
    return Flowable.defer(
        () -> {
          GapTimer gapTimer = new GapTimer(expectsStream(request));
          return parts
              .doOnNext(gapTimer::reset)
              .takeUntil(this.<ChatUpdate>expiry(gapTimer::nextDeadline));
        });
  }

  private static boolean expectsStream(ChatRequest request) {
    return request.canStream() && (request.streaming() != null || !request.autoTurn());
  }

  /** The same stream, limited by the time for an image. */
  <T> Flowable<T> limitImage(Flowable<T> parts) {
    return limitTotal(parts, deadlines.image());
  }

  /** The same stream, limited by the time for the exchange. */
  <T> Flowable<T> limitExchange(Flowable<T> parts) {
    return limitTotal(parts, deadlines.exchange());
  }

  private <T> Flowable<T> limitTotal(Flowable<T> parts, Duration limit) {
    return Flowable.defer(
        () -> {
          Deadline deadline = totalDeadline(limit);
          return parts.takeUntil(this.<T>expiry(() -> deadline));
        });
  }

  /** The deadline of a step that starts now, or that of the exchange if it is earlier. */
  private Deadline totalDeadline(Duration limit) {
    long time = nanosAfter(limit);
    return time - end <= 0
        ? new Deadline(time, Limit.TOTAL, limit)
        : new Deadline(end, Limit.TOTAL, deadlines.exchange());
  }

  /**
   * Fails when the deadline has passed. Each part may move it by a gap, so that one timer, which
   * checks again after each gap, is enough.
   */
  private <T> Flowable<T> expiry(Supplier<Deadline> next) {
    LongSupplier left = () -> next.get().time() - nanos.getAsLong();
    return ExtendableTimer.untilElapsed(clock, left, deadlines.gap().toNanos())
        .andThen(Flowable.error(() -> timeoutError(next.get())));
  }

  private long nanosAfter(Duration limit) {
    return nanos.getAsLong() + limit.toNanos();
  }

  private static AnimusException timeoutError(Deadline deadline) {
    return new AnimusException.TimedOut(
        FailureOrigin.of("animus4j"), deadline.limit(), deadline.after());
  }

  /** The next deadline of a response that starts when this is created. */
  private final class GapTimer {
    private final Deadline whole = totalDeadline(deadlines.reply());
    private final boolean streams;
    private boolean silent;
    private boolean hasTokens;
    private Deadline next;

    private GapTimer(boolean streams) {
      this.streams = streams;
      this.next = silenceDeadline();
    }

    private void reset(ChatUpdate part) {
      boolean isToken =
          part instanceof ChatUpdate.TextDelta || part instanceof ChatUpdate.ReasoningDelta;
      boolean isNewAttempt = part instanceof ChatUpdate.AttemptFailed;
      hasTokens = isToken || (hasTokens && !isNewAttempt);
      boolean isSilence = part instanceof ChatUpdate.KeepAlive life && life.silent();
      silent = isSilence || (silent && !isNewAttempt);
      next = silenceDeadline();
    }

    private Deadline silenceDeadline() {
      if (!streams || silent) {
        return whole;
      }
      return hasTokens
          ? deadlineIn(deadlines.gap(), Limit.GAP)
          : deadlineIn(deadlines.firstToken(), Limit.FIRST_BYTE);
    }

    private Deadline nextDeadline() {
      return next.time() - whole.time() < 0 ? next : whole;
    }

    private Deadline deadlineIn(Duration limit, Limit kind) {
      return new Deadline(nanosAfter(limit), kind, limit);
    }
  }
}
