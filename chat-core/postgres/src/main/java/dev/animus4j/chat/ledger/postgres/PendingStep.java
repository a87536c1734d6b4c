package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A step that is to be written, and who waits for it. Used on one context. */
final class PendingStep {
  private final PostgresTenure tenure;
  private final SerializedStep step;
  private final long deadline;
  private final Promise<Void> outcome = Promise.promise();
  private long sequenceAfter;
  private @Nullable Throwable fault;
  private boolean isInDoubt;

  /** A step for which there is time until this {@link System#nanoTime}. */
  PendingStep(PostgresTenure tenure, SerializedStep step, long deadline) {
    this.tenure = tenure;
    this.step = step;
    this.deadline = deadline;
  }

  PostgresTenure tenure() {
    return tenure;
  }

  Promise<Void> outcome() {
    return outcome;
  }

  int bytes() {
    return step.bytes();
  }

  long millisLeft() {
    return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
  }

  /** Takes its place behind the step before it. */
  void begin() {
    try {
      sequenceAfter = step.sequenceAfter(tenure.sequence());
    } catch (RuntimeException doesNotFollow) {
      fault = doesNotFollow;
    }
  }

  /** Why it can never be written; null when it can. Whether the tenure goes on comes first. */
  @Nullable Throwable fault() {
    return fault;
  }

  /** Whether a statement with it was sent, and may have been executed. */
  boolean isInDoubt() {
    return isInDoubt;
  }

  void doubt() {
    isInDoubt = true;
  }

  List<Object[]> rows(StepTable table) {
    return table == StepTable.CONVERSATION ? List.<Object[]>of(fence()) : step.rows(table);
  }

  private Object[] fence() {
    return new Object[] {
      tenure.number(),
      tenure.head().epoch(),
      tenure.steps(),
      sequenceAfter,
      step.position(),
      step.reserved()
    };
  }

  void succeed() {
    tenure.advance(sequenceAfter);
    outcome.tryComplete();
  }

  /** Nothing of it was stored. */
  void fail(Throwable failure) {
    outcome.tryFail(failure);
  }

  /** No later step of this tenure can be stored. */
  void failForGood(Throwable failure, Throwable later) {
    tenure.breakOff(later);
    outcome.tryFail(failure);
  }
}
