package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.Tenure;
import io.reactivex.rxjava3.core.Completable;
import io.vertx.rxjava3.CompletableHelper;
import org.jspecify.annotations.Nullable;

/** A claimed conversation, and what is known of its row. Its state is used on one context. */
final class PostgresTenure implements Tenure {
  private final StepBatches writer;
  private final String conversationId;
  private final Head head;
  private final long number;
  private long steps;
  private long sequence;
  private @Nullable Throwable broken;

  PostgresTenure(StepBatches writer, String conversationId, Claim claim) {
    this.writer = writer;
    this.conversationId = conversationId;
    this.head = claim.head();
    this.number = claim.number();
    this.steps = claim.steps();
    this.sequence = head.sequence();
  }

  /**
   * The row of a conversation.
   *
   * @param number its key
   * @param steps how many of its steps are stored
   */
  record Claim(long number, long steps, Head head) {}

  @Override
  public Head head() {
    return head;
  }

  @Override
  public Completable write(Step step) {
    return Completable.defer(
        () -> {
          SerializedStep encoded = new SerializedStep(number, step);
          return CompletableHelper.toCompletable(
              done -> writer.write(this, encoded).onComplete(done));
        });
  }

  String conversationId() {
    return conversationId;
  }

  long number() {
    return number;
  }

  long steps() {
    return steps;
  }

  long sequence() {
    return sequence;
  }

  /** Why no step can be written any more; null when one can. */
  @Nullable Throwable broken() {
    return broken;
  }

  void advance(long sequence) {
    this.sequence = sequence;
    steps++;
  }

  void breakOff(Throwable failure) {
    broken = failure;
  }
}
