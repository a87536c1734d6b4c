package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.ledger.Tenure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Claims of conversations. */
final class PostgresClaims {
  /** The epoch is drawn when the row is locked, so that it never falls. */
  private static final String CLAIM =
      """
      INSERT INTO animus_conversation AS c (id, owner, epoch)
      VALUES ($1, $2::uuid, nextval('animus_epoch'))
      ON CONFLICT (id) DO UPDATE
      SET owner = excluded.owner, epoch = nextval('animus_epoch'), touched = now()
      WHERE %s
      RETURNING no, epoch, steps, position, sequence,
        CASE WHEN reserved > sequence THEN reserved ELSE 0 END AS reserved
      """;

  /** Statements of their own: that of the claim does not see what it waited for. */
  private static final String RUNNING =
      """
      SELECT e.id FROM animus_exchange e JOIN animus_conversation c ON c.no = e.conversation
      WHERE c.id = $1 AND e.state = 0 ORDER BY e.no
      """;

  private static final String OWNER = "SELECT owner FROM animus_conversation WHERE id = $1";

  private final PostgresOperations operations;
  private final UUID owner;
  private final String claim;

  private PostgresClaims(PostgresOperations operations, UUID owner, String condition) {
    this.operations = operations;
    this.owner = owner;
    this.claim = CLAIM.formatted(condition);
  }

  /** Claims of one that has the tables for itself, and so takes whatever it claims. */
  static PostgresClaims ofAll(PostgresOperations operations, UUID owner) {
    return new PostgresClaims(operations, owner, "true");
  }

  /** Claims of a node, which leaves others what they have. */
  static PostgresClaims ofNode(PostgresOperations operations, UUID owner) {
    return new PostgresClaims(operations, owner, NodeStatements.CLAIMABLE.formatted("$2::uuid"));
  }

  Future<PostgresTenure.Claim> claim(String conversationId) {
    return operations.repeatable(connection -> claim(connection, conversationId));
  }

  /** All statements are sent at once. */
  private Future<PostgresTenure.Claim> claim(SqlConnection connection, String conversationId) {
    Tuple id = Tuple.of(conversationId);
    Future<RowSet<Row>> claimed =
        PostgresOperations.execute(connection, claim, Tuple.of(conversationId, owner));
    Future<RowSet<Row>> running = PostgresOperations.execute(connection, RUNNING, id);
    Future<RowSet<Row>> left = PostgresOperations.execute(connection, OWNER, id);
    return Future.all(claimed, running, left)
        .compose(
            all ->
                claimed.result().size() == 0
                    ? Future.failedFuture(refusal(left.result()))
                    : Future.succeededFuture(
                        claim(PostgresReads.row(claimed.result()), running.result())));
  }

  /** The owner may have released it in between. */
  private static Throwable refusal(RowSet<Row> left) {
    UUID other = left.size() == 0 ? null : PostgresReads.row(left).getUUID("owner");
    return other == null
        ? PostgresFailures.busy("the conversation is just being released")
        : PostgresFailures.ownedElsewhere(other);
  }

  private static PostgresTenure.Claim claim(Row row, RowSet<Row> running) {
    List<String> ids = new ArrayList<>();
    running.forEach(it -> ids.add(it.getString("id")));
    Tenure.Head head =
        new Tenure.Head(
            row.getLong("epoch"),
            row.getLong("position"),
            row.getLong("sequence"),
            row.getLong("reserved"),
            ids);
    return new PostgresTenure.Claim(row.getLong("no"), row.getLong("steps"), head);
  }
}
