package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.StepBuilder.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How statements are executed. */
@VertxTest
class StatementTest {
  private static final String MANY =
      """
      INSERT INTO animus_entry
        SELECT no, i, 0, now(), false, '{}' FROM animus_conversation, generate_series(1, 100000) i;
      INSERT INTO animus_event
        SELECT no, i, i, 'x' || mod(i, 9), '{}' FROM animus_conversation, generate_series(1, 9000) i;
      ANALYZE animus_entry; ANALYZE animus_event;
      PREPARE entries AS %s;
      PREPARE events AS %s;
      PREPARE exchange AS %s;
      PREPARE step AS %s;
      SET plan_cache_mode = force_generic_plan;
      """;

  private static final String MANY_IMAGES =
      """
      INSERT INTO animus_file (name, stored) SELECT i, now() FROM generate_series(1, 20000) i;
      INSERT INTO animus_file_part SELECT no, 0, '' FROM animus_file;
      ANALYZE animus_file; ANALYZE animus_file_part;
      PREPARE list AS %s;
      PREPARE piece AS %s;
      SET plan_cache_mode = force_generic_plan;
      """;

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresOptions options = server.newSchema();

  @Test
  void windowsAreReadByTheirIndex(Vertx vertx) throws SQLException {
    PostgresLedger ledger = PostgresLedger.connect(vertx, options);
    ledger.claim("c").blockingGet();
    ledger.closeAsync().blockingAwait();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      connection.setSchema(PostgresServer.schemaOf(options));
      statement.execute(
          MANY.formatted(
              PostgresReads.ENTRIES,
              PostgresReads.EVENTS,
              PostgresReads.EXCHANGE_EVENTS,
              StepStatement.SQL));
      assertThat(plan(statement, "entries('c', 9223372036854775807, 2147483647, 21)"))
          .contains("animus_entry_pkey")
          .doesNotContain("Seq Scan", "Sort");
      assertThat(plan(statement, "events('c', 8000, 21)"))
          .contains("animus_event_pkey")
          .doesNotContain("Seq Scan", "Sort");
      assertThat(plan(statement, "exchange('c', 'x1', 0, 21)")).contains("Index");
      assertThat(plan(statement, "step(NULL" + ", NULL".repeat(39) + ")"))
          .contains("animus_entry_pkey")
          .doesNotContain("Seq Scan on animus_e");
    }
  }

  @Test
  void imagesAreReadByTheirIndex(Vertx vertx) throws SQLException {
    PostgresImageStore store = PostgresImageStore.connect(vertx, options);
    store.check().andThen(store.closeAsync()).blockingAwait();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      connection.setSchema(PostgresServer.schemaOf(options));
      statement.execute(MANY_IMAGES.formatted(ImageTable.LIST, ImageTable.PIECE));
      assertThat(plan(statement, "list('1970-01-01', 0, 100)"))
          .contains("animus_file_stored")
          .doesNotContain("Seq Scan", "Sort");
      assertThat(plan(statement, "piece('7', 0)"))
          .contains("animus_file_name_key", "animus_file_part_pkey")
          .doesNotContain("Seq Scan");
    }
  }

  private static String plan(Statement statement, String call) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (ResultSet lines = statement.executeQuery("EXPLAIN (COSTS OFF) EXECUTE " + call)) {
      while (lines.next()) {
        String line = lines.getString(1);
        boolean isConversation = line.contains("animus_conversation");
        plan.append(isConversation ? "" : line + "\n");
      }
    }
    return plan.toString();
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 1"})
  void nothingIsPreparedByNameBehindAProxy(boolean isProxy, long prepared, Vertx vertx) {
    PostgresConnections connections =
        new PostgresConnections(new PostgresContext(vertx), options.withProxy(isProxy));
    long found =
        connections
            .use(
                connection ->
                    connection
                        .preparedQuery("SELECT $1::int")
                        .execute(Tuple.of(1))
                        .compose(
                            once ->
                                connection
                                    .query("SELECT count(*) FROM pg_prepared_statements")
                                    .execute())
                        .map(rows -> PostgresReads.row(rows).getLong(0)))
            .await();
    assertThat(found).isEqualTo(prepared);
    connections.close().await();
  }

  @Test
  void stepsAreWrittenBehindAProxy(Vertx vertx) {
    PostgresLedger ledger = PostgresLedger.connect(vertx, options.withProxy(true));
    Tenure tenure = ledger.claim("c").blockingGet();
    tenure.write(message("c", 1, "one")).blockingAwait();
    tenure.write(message("c", 2, "two")).blockingAwait();
    assertThat(ledger.entries("c", 9).blockingGet()).hasSize(2);
    ledger.closeAsync().blockingAwait();
  }
}
