package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes steps on two connections, each with one statement on its way. One that is free takes all
 * steps that wait, so that there are more of them in a commit the slower the database is. Its state
 * is used on one context.
 */
final class StepBatches {
  private static final int CONNECTIONS = 2;
  private static final int MAX_STEPS = 10_000;
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private final PostgresContext context;
  private final ConversationOrder order;
  private final Duration deadline;
  private final List<StepConnection> connections;
  private final StepQueue queue = new StepQueue();
  private final Promise<Void> idle = Promise.promise();
  private int steps;
  private long bytes;
  private boolean hasTimer;
  private boolean isClosed;

  StepBatches(
      PostgresContext context,
      ConversationOrder order,
      Duration deadline,
      PostgresConnections connections) {
    this.context = context;
    this.order = order;
    this.deadline = deadline;
    this.connections =
        Stream.generate(() -> new StepConnection(context, connections, deadline))
            .limit(CONNECTIONS)
            .toList();
  }

  /** Completes when the step is stored. */
  Future<Void> write(PostgresTenure tenure, SerializedStep step) {
    PendingStep pending = new PendingStep(tenure, step, System.nanoTime() + deadline.toNanos());
    return context.run(() -> admit(pending));
  }

  private Future<Void> admit(PendingStep step) {
    if (isClosed) {
      return Future.failedFuture(PostgresFailures.closed(PostgresFailures.LEDGER));
    }
    if (steps >= MAX_STEPS || bytes >= MAX_BYTES) {
      return Future.failedFuture(PostgresFailures.busy("too many steps wait for the database"));
    }
    steps++;
    bytes += step.bytes();
    return order
        .run(step.tenure().conversationId(), () -> enqueue(step))
        .onComplete(over -> leave(step));
  }

  private Future<Void> enqueue(PendingStep step) {
    Throwable broken = step.tenure().broken();
    if (broken != null) {
      return Future.failedFuture(broken);
    }
    step.begin();
    queue.add(step);
    writeWaiting();
    return step.outcome().future();
  }

  private void leave(PendingStep step) {
    steps--;
    bytes -= step.bytes();
    if (isClosed && steps == 0) {
      idle.tryComplete();
    }
  }

  private void writeWaiting() {
    for (StepConnection connection : connections) {
      List<PendingStep> batch = connection.isBusy() ? List.of() : queue.nextBatch();
      if (!batch.isEmpty()) {
        connection.write(batch).onComplete(over -> writeWaiting());
      }
    }
    watchDeadline();
  }

  /** Only a step that has to wait needs a timer, and one is enough for all. */
  private void watchDeadline() {
    if (hasTimer || queue.isEmpty()) {
      return;
    }
    hasTimer = true;
    context
        .delay(Math.max(1, queue.millisLeft()))
        .onComplete(
            now -> {
              hasTimer = false;
              queue.late().forEach(it -> it.fail(PostgresFailures.noConnection(false, null)));
              writeWaiting();
            });
  }

  /** Completes when all steps are stored, or have failed. */
  Future<Void> close() {
    isClosed = true;
    if (steps == 0) {
      idle.tryComplete();
    }
    return idle.future().onComplete(over -> connections.forEach(StepConnection::close));
  }
}
