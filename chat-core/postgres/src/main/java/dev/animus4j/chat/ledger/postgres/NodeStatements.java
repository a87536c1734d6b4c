package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a node asks about the others, and about the conversations that it has. */
final class NodeStatements {
  /**
   * Whether this node may take the conversation {@code c}: nobody has it, or its node has left, is
   * gone by the judgement of this one, or drains and is at no exchange of it.
   */
  static final String CLAIMABLE =
      """
      c.owner IS NULL OR c.owner = %1$s
        OR NOT EXISTS (SELECT FROM animus_node n WHERE n.id = c.owner)
        OR EXISTS (
          SELECT FROM animus_node n JOIN animus_node me ON me.id = %1$s
          WHERE n.id = c.owner AND n.alive_until < clock_timestamp()
            AND me.alive_until > clock_timestamp() AND me.judges_from < clock_timestamp())
        OR (EXISTS (SELECT FROM animus_node n WHERE n.id = c.owner AND n.draining)
          AND NOT EXISTS (
            SELECT FROM animus_exchange e WHERE e.conversation = c.no AND e.state = 0))
      """;

  private static final String UNFINISHED =
      """
      SELECT c.id FROM animus_conversation c
      WHERE c.no IN (SELECT conversation FROM animus_exchange WHERE state = 0)
        AND c.owner IS DISTINCT FROM $1::uuid AND (%s)
      ORDER BY c.no LIMIT $2
      """
          .formatted(CLAIMABLE.formatted("$1::uuid"));

  private static final String OWNER =
      """
      SELECT n.id FROM animus_conversation c JOIN animus_node n ON n.id = c.owner
      WHERE c.id = $1 AND n.alive_until > clock_timestamp()
      """;

  private static final String OTHERS =
      """
      SELECT id FROM animus_node
      WHERE id <> $1 AND alive_until > clock_timestamp() AND NOT draining ORDER BY no
      """;

  private static final String RELEASE =
      """
      UPDATE animus_conversation c SET owner = NULL
      WHERE c.owner = $1 AND %s
        AND NOT EXISTS (SELECT FROM animus_exchange e WHERE e.conversation = c.no AND e.state = 0)
      RETURNING c.id
      """;

  private static final String RELEASE_IDLE =
      RELEASE.formatted("c.touched < now() - make_interval(secs => $2)");
  private static final String RELEASE_ONE = RELEASE.formatted("c.id = $2");

  private final PostgresOperations operations;
  private final UUID node;

  NodeStatements(PostgresOperations operations, UUID node) {
    this.operations = operations;
    this.node = node;
  }

  Future<List<String>> unfinished(int limit) {
    return operations.query(UNFINISHED, Tuple.of(node, limit)).map(NodeStatements::ids);
  }

  Future<Optional<String>> owner(String conversationId) {
    return operations
        .query(OWNER, Tuple.of(conversationId))
        .map(rows -> ids(rows).stream().findFirst());
  }

  Future<List<String>> others() {
    return operations.query(OTHERS, Tuple.of(node)).map(NodeStatements::ids);
  }

  Future<List<String>> releaseIdle(Duration time) {
    return operations
        .query(RELEASE_IDLE, Tuple.of(node, time.toNanos() / 1e9))
        .map(NodeStatements::ids);
  }

  Future<Boolean> release(String conversationId) {
    return operations
        .query(RELEASE_ONE, Tuple.of(node, conversationId))
        .map(rows -> rows.size() > 0);
  }

  private static List<String> ids(RowSet<Row> rows) {
    List<String> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(String.valueOf(row.getValue(0))));
    return List.copyOf(ids);
  }
}
