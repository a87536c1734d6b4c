package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.ledger.LedgerRetention;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** What is not kept any longer, deleted in pieces; rows that a step is changing wait. */
final class PostgresExpiry {
  private static final int PIECE = 5_000;

  private static final String EVENTS =
      """
      WITH old AS (
        SELECT v.conversation, v.sequence
        FROM animus_exchange x
          JOIN animus_event v ON v.conversation = x.conversation AND v.exchange = x.id
        WHERE x.state <> 0 AND x.since < $1 LIMIT 5000 FOR UPDATE OF v SKIP LOCKED)
      DELETE FROM animus_event v USING old
      WHERE v.conversation = old.conversation AND v.sequence = old.sequence
      """;

  private static final String EXCHANGES =
      """
      WITH old AS (
        SELECT x.conversation, x.id FROM animus_exchange x
        WHERE x.state <> 0 AND x.since < $1 AND NOT EXISTS (
          SELECT FROM animus_event v WHERE v.conversation = x.conversation AND v.exchange = x.id)
        LIMIT 5000 FOR UPDATE OF x SKIP LOCKED)
      DELETE FROM animus_exchange x USING old
      WHERE x.conversation = old.conversation AND x.id = old.id
      """;

  private static final String ENTRIES =
      """
      WITH old AS (
        SELECT e.conversation, e.position, e.part FROM animus_entry e
        WHERE e.since < $1 AND NOT EXISTS (
          SELECT FROM animus_exchange x WHERE x.conversation = e.conversation AND x.state = 0)
        LIMIT 5000 FOR UPDATE OF e SKIP LOCKED)
      DELETE FROM animus_entry e USING old
      WHERE e.conversation = old.conversation AND e.position = old.position AND e.part = old.part
      """;

  /** Of a hundred conversations: those before the latest so many, but not the latest summary. */
  private static final String MANY_ENTRIES =
      """
      WITH piece AS (SELECT no FROM animus_conversation WHERE no > $1 ORDER BY no LIMIT 100),
      old AS (
        SELECT e.conversation, e.position, e.part
        FROM piece p
          CROSS JOIN LATERAL (
            SELECT l.position, l.part FROM animus_entry l WHERE l.conversation = p.no
            ORDER BY l.position DESC, l.part DESC OFFSET $2 LIMIT 1) AS latest
          JOIN animus_entry e ON e.conversation = p.no
            AND (e.position, e.part) <= (latest.position, latest.part)
        WHERE NOT EXISTS (
          SELECT FROM animus_exchange x WHERE x.conversation = p.no AND x.state = 0)
          AND (NOT e.summary OR EXISTS (
            SELECT FROM animus_entry s WHERE s.conversation = p.no AND s.summary
              AND (s.position, s.part) > (e.position, e.part)))
        LIMIT 5000),
      gone AS (
        DELETE FROM animus_entry e USING old
        WHERE e.conversation = old.conversation AND e.position = old.position
          AND e.part = old.part
        RETURNING e.part)
      SELECT (SELECT max(no) FROM piece) AS last, (SELECT count(*) FROM gone) AS count
      """;

  private static final String IMAGES =
      """
      WITH old AS (
        SELECT i.conversation, i.id FROM animus_image i WHERE i.state = 0 AND i.since < $1
        LIMIT 5000 FOR UPDATE OF i SKIP LOCKED)
      UPDATE animus_image i SET state = 2, since = $2 FROM old
      WHERE i.conversation = old.conversation AND i.id = old.id
      """;

  private final PostgresOperations operations;

  PostgresExpiry(PostgresOperations operations) {
    this.operations = operations;
  }

  /** Emits how many events and entries were deleted. */
  Future<Long> expire(LedgerRetention retention, Instant now) {
    Tuple events = Tuple.of(before(now, retention.events()));
    Duration age = retention.entries();
    Tuple images = Tuple.of(before(now, LedgerRetention.ORDERED_IMAGES), SerializedStep.time(now));
    return pieces(EVENTS, events, 0)
        .compose(count -> pieces(EXCHANGES, events, 0).map(count))
        .compose(
            count ->
                age == null
                    ? Future.succeededFuture(count)
                    : pieces(ENTRIES, Tuple.of(before(now, age)), count))
        .compose(
            count ->
                retention.maxEntries() == Integer.MAX_VALUE
                    ? Future.succeededFuture(count)
                    : manyEntries(0, retention.maxEntries(), count))
        .compose(count -> pieces(IMAGES, images, 0).map(count));
  }

  private static OffsetDateTime before(Instant now, Duration age) {
    try {
      return SerializedStep.time(now.minus(age));
    } catch (DateTimeException | ArithmeticException longAgo) {
      return SerializedStep.time(Instant.MIN);
    }
  }

  private Future<Long> pieces(String sql, Tuple parameters, long before) {
    return operations
        .query(sql, parameters)
        .compose(
            rows -> {
              long count = before + rows.rowCount();
              return rows.rowCount() < PIECE
                  ? Future.succeededFuture(count)
                  : pieces(sql, parameters, count);
            });
  }

  private Future<Long> manyEntries(long after, int maxEntries, long before) {
    return operations
        .query(MANY_ENTRIES, Tuple.of(after, (long) maxEntries))
        .compose(
            rows -> {
              Row row = PostgresReads.row(rows);
              Long last = row.getLong("last");
              long count = row.getLong("count");
              return last == null
                  ? Future.succeededFuture(before)
                  : manyEntries(count < PIECE ? last : after, maxEntries, before + count);
            });
  }
}
