package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lease of one node on its life, renewed on a connection and a context of its own: whatever waits
 * in the pool must not end it. Only the clock of the database decides who is gone.
 */
final class NodeLease {
  /** A node that could not renew in time judges nobody for the time of a lease: others did not. */
  private static final String RENEW =
      """
      INSERT INTO animus_node (id, alive_until, judges_from)
      VALUES ($1, clock_timestamp() + make_interval(secs => $2),
        clock_timestamp() + make_interval(secs => $2))
      ON CONFLICT (id) DO UPDATE SET
        alive_until = clock_timestamp() + make_interval(secs => $2),
        judges_from = CASE WHEN animus_node.alive_until < clock_timestamp()
          THEN clock_timestamp() + make_interval(secs => $2) ELSE animus_node.judges_from END
      """;

  private static final String DRAIN = "UPDATE animus_node SET draining = true WHERE id = $1";
  private static final String LEAVE = "DELETE FROM animus_node WHERE id = $1";

  /** Rows that nothing refers to any more, also because nobody left a conversation to them. */
  private static final String CLEAN =
      "DELETE FROM animus_node WHERE alive_until < clock_timestamp() - interval '1 day'";

  private static final int RENEWALS = 4;

  private final PostgresContext context;
  private final HeldConnection connection;
  private final UUID node;
  private final Duration lease;
  private final AtomicBoolean isStarted = new AtomicBoolean();
  private final Promise<Void> joined = Promise.promise();
  private volatile long heldUntil = System.nanoTime();
  private volatile long term;
  private boolean isOver;

  /** A lease that is not taken yet. */
  NodeLease(Vertx vertx, PostgresOptions options, UUID node, Duration lease) {
    this.context = new PostgresContext(vertx);
    this.connection = new HeldConnection(new PostgresConnections(context, options));
    this.node = node;
    this.lease = lease;
  }

  /** Whether it has not ended, with some time to spare for clocks that run at other speeds. */
  boolean isHeld() {
    return heldUntil - System.nanoTime() > 0;
  }

  /** How often it was taken again after it had ended. */
  long term() {
    return term;
  }

  /** Completes when the lease was taken for the first time; it is renewed from then on. */
  Future<Void> join() {
    if (isStarted.compareAndSet(false, true)) {
      context.run(this::renew);
    }
    return joined.future();
  }

  private Future<Void> renew() {
    if (isOver) {
      return Future.succeededFuture();
    }
    long asked = System.nanoTime();
    return execute(RENEW, Tuple.of(node, lease.toNanos() / 1e9))
        .onSuccess(
            renewed -> {
              term = isHeld() || !joined.future().isComplete() ? term : term + 1;
              heldUntil = asked + lease.toNanos() - margin();
              joined.tryComplete();
            })
        .transform(
            outcome -> {
              context.delay(interval(outcome.cause())).onSuccess(due -> renew());
              return Future.succeededFuture();
            });
  }

  private long margin() {
    return lease.toNanos() / 6;
  }

  /** In milliseconds; after a failure sooner. */
  private long interval(@Nullable Throwable failure) {
    long all = lease.toMillis() / RENEWALS;
    return Math.max(1, failure == null ? all : all / RENEWALS);
  }

  private Future<Void> execute(String sql, Tuple parameters) {
    Future<Void> done =
        connection.get().compose(it -> it.preparedQuery(sql).execute(parameters)).mapEmpty();
    return done.timeout(Math.max(1, lease.toMillis() / 2), TimeUnit.MILLISECONDS)
        .onFailure(late -> connection.close());
  }

  /** Lets others take what this node is not at. */
  Future<Void> drain() {
    return context.run(() -> execute(DRAIN, Tuple.of(node)));
  }

  /** Ends it; others may take everything. Never fails: a lease that cannot be ended runs out. */
  Future<Void> leave() {
    return context.run(
        () -> {
          isOver = true;
          heldUntil = System.nanoTime();
          Future<Void> left =
              isStarted.get()
                  ? execute(LEAVE, Tuple.of(node)).compose(gone -> execute(CLEAN, Tuple.tuple()))
                  : Future.succeededFuture();
          return left.transform(
              over -> {
                connection.close();
                return Future.succeededFuture();
              });
        });
  }
}
