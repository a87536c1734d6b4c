package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connection on which steps are written, one statement after the other. When it is lost, or does
 * not respond, another takes its place, and the same statement is sent again: its conditions do not
 * let it be executed twice. Its state is used on one context.
 */
final class StepConnection {
  private static final long RESPONSE_MS = 3_000;
  private static final long MIN_RESPONSE_MS = 100;
  private static final long MIN_PAUSE_MS = 25;
  private static final long MAX_PAUSE_MS = 400;

  private final PostgresContext context;
  private final HeldConnection connection;
  private final UUID owner;
  private final Duration deadline;
  private @Nullable Throwable lastFailure;
  private long pause = MIN_PAUSE_MS;
  private boolean isBusy;

  StepConnection(PostgresContext context, PostgresConnections connections, Duration deadline) {
    this.context = context;
    this.connection = new HeldConnection(connections);
    this.owner = connections.owner();
    this.deadline = deadline;
  }

  boolean isBusy() {
    return isBusy;
  }

  /** Writes steps of different conversations. It always completes; each step has its outcome. */
  Future<Void> write(List<PendingStep> steps) {
    isBusy = true;
    return sendOrRefuse(steps)
        .onFailure(unforeseen -> failAll(steps, unforeseen))
        .onComplete(over -> isBusy = false);
  }

  /** Those with a fault are only looked up: if the tenure is over they fail for that reason. */
  private Future<Void> sendOrRefuse(List<PendingStep> all) {
    List<PendingStep> steps = failLate(all);
    List<PendingStep> faulty = steps.stream().filter(step -> step.fault() != null).toList();
    return send(steps.stream().filter(step -> step.fault() == null).toList())
        .compose(sent -> faulty.isEmpty() ? Future.succeededFuture() : findOut(faulty));
  }

  private Future<Void> send(List<PendingStep> steps) {
    if (steps.isEmpty()) {
      return Future.succeededFuture();
    }
    return withConnection(
        steps,
        open ->
            inTime(StepStatement.execute(open, StepStatement.parameters(owner, steps)), steps)
                .transform(
                    result ->
                        result.succeeded()
                            ? settle(steps, result.result())
                            : onFailure(steps, result.cause())));
  }

  private Future<Void> withConnection(
      List<PendingStep> steps, Function<PgConnection, Future<Void>> use) {
    return inTime(connection.get(), steps)
        .transform(
            (AsyncResult<PgConnection> opened) ->
                opened.succeeded()
                    ? use.apply(opened.result())
                    : onNoConnection(steps, opened.cause()));
  }

  private static <T> Future<T> inTime(Future<T> response, List<PendingStep> steps) {
    long left = steps.stream().mapToLong(PendingStep::millisLeft).min().orElse(RESPONSE_MS);
    long wait = Math.max(MIN_RESPONSE_MS, Math.min(RESPONSE_MS, left));
    return response.timeout(wait, TimeUnit.MILLISECONDS);
  }

  private Future<Void> settle(List<PendingStep> steps, Set<Long> written) {
    pause = MIN_PAUSE_MS;
    List<PendingStep> refused = new ArrayList<>();
    for (PendingStep step : steps) {
      if (written.contains(step.tenure().number())) {
        step.succeed();
      } else {
        refused.add(step);
      }
    }
    return refused.isEmpty() ? Future.succeededFuture() : findOut(refused);
  }

  /** Why steps were refused: a statement whose response was lost may have stored them. */
  private Future<Void> findOut(List<PendingStep> refused) {
    return withConnection(
        refused,
        open ->
            inTime(StoredSteps.read(open, refused), refused)
                .transform(
                    result ->
                        result.succeeded()
                            ? again(result.result().settle(refused, owner))
                            : onFailure(refused, result.cause())));
  }

  private Future<Void> again(List<PendingStep> steps) {
    if (steps.isEmpty()) {
      return Future.succeededFuture();
    }
    long wait = pause;
    pause = Math.min(MAX_PAUSE_MS, 2 * pause);
    return context.delay(wait).compose(now -> sendOrRefuse(steps));
  }

  private Future<Void> onNoConnection(List<PendingStep> steps, Throwable failure) {
    lastFailure = failure;
    if (PostgresFailures.isAway(failure)) {
      return again(steps);
    }
    failAll(steps, failure);
    return Future.succeededFuture();
  }

  private Future<Void> onFailure(List<PendingStep> steps, Throwable failure) {
    lastFailure = failure;
    if (PostgresFailures.isDoubt(failure)) {
      steps.forEach(PendingStep::doubt);
      close();
      return again(steps);
    }
    if (PostgresFailures.isConflict(failure)) {
      return again(steps);
    }
    if (PostgresFailures.isReadOnly(failure)) {
      close();
      return again(steps);
    }
    if (PostgresFailures.isData(failure) && steps.size() > 1) {
      return oneByOne(steps);
    }
    failAll(steps, failure);
    return Future.succeededFuture();
  }

  private Future<Void> oneByOne(List<PendingStep> steps) {
    Future<Void> done = Future.succeededFuture();
    for (PendingStep step : steps) {
      done = done.compose(before -> sendOrRefuse(List.of(step)));
    }
    return done;
  }

  private List<PendingStep> failLate(List<PendingStep> steps) {
    List<PendingStep> late = steps.stream().filter(step -> step.millisLeft() <= 0).toList();
    for (PendingStep step : late) {
      boolean isSlow = lastFailure instanceof TimeoutException && step.isInDoubt();
      fail(
          step,
          isSlow
              ? PostgresFailures.timedOut(deadline)
              : PostgresFailures.noConnection(step.isInDoubt(), lastFailure));
    }
    return steps.stream().filter(step -> !late.contains(step)).toList();
  }

  private void failAll(List<PendingStep> steps, Throwable failure) {
    for (PendingStep step : steps) {
      fail(step, PostgresFailures.map(failure, deadline, step.isInDoubt()));
    }
  }

  private static void fail(PendingStep step, Throwable failure) {
    if (step.isInDoubt()) {
      step.failForGood(failure, PostgresFailures.unknownOutcome());
    } else {
      step.fail(failure);
    }
  }

  void close() {
    connection.close();
  }
}
