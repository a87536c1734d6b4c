package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Conversations that are erased, and the files that they leave behind. */
final class PostgresErasure {
  /** What a step that holds the row stores is seen by the statements after this one. */
  private static final String LOCK = "SELECT no FROM animus_conversation WHERE id = $1 FOR UPDATE";

  private static final String DOOM =
      """
      INSERT INTO animus_doomed (location)
      SELECT DISTINCT i.location FROM animus_image i
      WHERE i.conversation = $1 AND i.location IS NOT NULL AND NOT EXISTS (
        SELECT FROM animus_image o WHERE o.location = i.location AND o.conversation <> $1)
      """;

  private static final String ERASE = "DELETE FROM animus_conversation WHERE no = $1";

  private static final String DOOMED =
      """
      SELECT DISTINCT location FROM (
        SELECT location FROM animus_doomed d
        WHERE NOT EXISTS (SELECT FROM animus_image i WHERE i.location = d.location)
        ORDER BY no LIMIT $1) AS first
      """;

  private static final String DELETED = "DELETE FROM animus_doomed WHERE location = $1";

  private final PostgresOperations operations;

  PostgresErasure(PostgresOperations operations) {
    this.operations = operations;
  }

  Future<Boolean> forget(String conversationId) {
    return operations.unrepeatable(
        connection ->
            connection
                .begin()
                .compose(
                    transaction ->
                        forget(connection, conversationId)
                            .compose(erased -> transaction.commit().map(erased))
                            .recover(
                                failure ->
                                    transaction
                                        .rollback()
                                        .transform(over -> Future.failedFuture(failure)))));
  }

  private static Future<Boolean> forget(SqlConnection connection, String conversationId) {
    return PostgresOperations.execute(connection, LOCK, Tuple.of(conversationId))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(false)
                    : erase(connection, Tuple.of(PostgresReads.row(rows).getLong("no"))));
  }

  private static Future<Boolean> erase(SqlConnection connection, Tuple number) {
    return connection
        .preparedQuery(DOOM)
        .execute(number)
        .compose(doomed -> connection.preparedQuery(ERASE).execute(number))
        .map(erased -> true);
  }

  Future<List<URI>> doomedImages(int limit) {
    return operations
        .query(DOOMED, Tuple.of(limit))
        .map(
            rows -> {
              List<URI> locations = new ArrayList<>();
              rows.forEach(row -> locations.add(URI.create(row.getString("location"))));
              return List.copyOf(locations);
            });
  }

  Future<Void> deleted(URI location) {
    return operations.query(DELETED, Tuple.of(location.toString())).mapEmpty();
  }
}
