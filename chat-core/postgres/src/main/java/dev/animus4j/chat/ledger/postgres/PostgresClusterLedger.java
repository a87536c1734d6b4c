package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.ledger.ClusterLedger;
import dev.animus4j.chat.ledger.Tenure;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ledger in PostgreSQL that several nodes share, each of which opens its own on the same database.
 * The node joins with its first operation. In all else it is like {@link PostgresLedger}.
 */
public final class PostgresClusterLedger extends PostgresLedger implements ClusterLedger {
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(12);

  private final PostgresOptions options;
  private final Duration lease;
  private final NodeLease nodeLease;
  private final PostgresClaims claims;
  private final NodeStatements statements;

  private PostgresClusterLedger(Vertx vertx, PostgresOptions options, Duration lease) {
    super(vertx, options);
    this.options = options;
    this.lease = lease;
    this.nodeLease = new NodeLease(vertx, options, owner(), lease);
    this.claims = PostgresClaims.ofNode(operations(), owner());
    this.statements = new NodeStatements(operations(), owner());
  }

  /** A node with these options, and a lease of 12 s. */
  public static PostgresClusterLedger join(Vertx vertx, PostgresOptions options) {
    return join(vertx, options, DEFAULT_LEASE);
  }

  /**
   * A node with these options.
   *
   * @param lease the time after which it counts as gone when it cannot renew its lease, which it
   *     does four times within it; from 400 ms
   */
  public static PostgresClusterLedger join(Vertx vertx, PostgresOptions options, Duration lease) {
    if (lease.toMillis() < 400) {
      throw new IllegalArgumentException("the lease is too short to be renewed: " + lease);
    }
    return new PostgresClusterLedger(vertx, options, lease);
  }

  @Override
  public String nodeId() {
    return owner().toString();
  }

  @Override
  public Duration lease() {
    return lease;
  }

  @Override
  public boolean isLeaseHeld() {
    return nodeLease.isHeld();
  }

  @Override
  public long leaseTerm() {
    return nodeLease.term();
  }

  @Override
  public Single<Tenure> claim(String conversationId) {
    return joined().andThen(claim(conversationId, claims));
  }

  @Override
  public Single<List<String>> unfinished(int limit) {
    return joined().andThen(single(() -> statements.unfinished(limit)));
  }

  @Override
  public Maybe<String> owner(String conversationId) {
    return maybe(() -> statements.owner(conversationId));
  }

  @Override
  public Single<List<String>> otherNodes() {
    return joined().andThen(single(statements::others));
  }

  @Override
  public Single<List<String>> releaseIdle(Duration time) {
    return single(() -> statements.releaseIdle(time));
  }

  @Override
  public Single<Boolean> release(String conversationId) {
    return single(() -> statements.release(conversationId));
  }

  @Override
  public Completable drain() {
    return joined().andThen(completable(nodeLease::drain));
  }

  /** Steps that were subscribed to before are stored, or fail, first. */
  @Override
  public Completable closeAsync() {
    return super.closeAsync().andThen(completable(nodeLease::leave));
  }

  /** What waits for the first lease waits no longer than for an operation. */
  private Completable joined() {
    return completable(
        () ->
            operations()
                .ready()
                .compose(ready -> limited(nodeLease.join()))
                .recover(late -> Future.failedFuture(failure(late))));
  }

  private Future<Void> limited(Future<Void> joining) {
    return joining.isComplete()
        ? joining
        : joining.timeout(options.deadline().toMillis(), TimeUnit.MILLISECONDS);
  }

  private Throwable failure(Throwable cause) {
    return PostgresFailures.map(cause, options.deadline(), false);
  }
}
