package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.store.Retention;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that are not kept any longer, and what writers that died left, deleted in batches; those
 * that another node is deleting are left to it. Its state is used on the context of the store.
 */
final class ImageExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresImageStore.class);
  private static final int BATCH = 100;
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /** No image takes an hour to write. */
  private static final String UNFINISHED =
      """
      WITH old AS (
        SELECT no FROM animus_file WHERE stored IS NULL AND begun < now() - interval '1 hour'
        LIMIT 100 FOR UPDATE SKIP LOCKED)
      DELETE FROM animus_file f USING old WHERE f.no = old.no
      """;

  /** An image of the last minute may be about to be used, or described. */
  private static final String OLD =
      """
      WITH old AS (
        SELECT f.no FROM animus_file f JOIN (
          SELECT no, sum(bytes + coalesce(octet_length(description), 0))
            OVER (ORDER BY stored DESC, no DESC) AS total
          FROM animus_file WHERE stored IS NOT NULL) AS size ON size.no = f.no
        WHERE f.stored < now() - interval '1 minute'
          AND (f.stored < now() - make_interval(secs => $1::float8) OR size.total > $2::bigint)
        ORDER BY f.stored LIMIT 100 FOR UPDATE OF f SKIP LOCKED)
      DELETE FROM animus_file f USING old WHERE f.no = old.no
      """;

  private final PostgresContext context;
  private final PostgresOperations operations;
  private final @Nullable Retention retention;
  private long due = System.nanoTime();
  private boolean hasFailed;

  ImageExpiry(
      PostgresContext context, PostgresOperations operations, @Nullable Retention retention) {
    this.context = context;
    this.operations = operations;
    this.retention = retention;
  }

  /** Sweeps in the background if the last time is long enough ago; the first failure is logged. */
  void sweepIfDue() {
    var unused =
        context.runDetached(
            () -> {
              if (System.nanoTime() - due < 0) {
                return Future.succeededFuture();
              }
              due = System.nanoTime() + INTERVAL.toNanos();
              return sweep().onFailure(this::logFirst);
            });
  }

  private void logFirst(Throwable failure) {
    if (!hasFailed && !(failure instanceof AnimusException.Cancelled)) {
      hasFailed = true;
      LOG.warn("Cannot delete old pictures, and will not say so again", failure);
    }
  }

  Future<Void> sweep() {
    return delete(UNFINISHED, Tuple.tuple())
        .compose(
            done -> retention == null ? Future.succeededFuture() : delete(OLD, limits(retention)));
  }

  private static Tuple limits(Retention retention) {
    Duration age = retention.age().compareTo(CENTURY) < 0 ? retention.age() : CENTURY;
    return Tuple.of(age.toMillis() / 1000.0, retention.bytes());
  }

  private Future<Void> delete(String sql, Tuple parameters) {
    return operations
        .query(sql, parameters)
        .compose(
            rows -> rows.rowCount() < BATCH ? Future.succeededFuture() : delete(sql, parameters));
  }
}
