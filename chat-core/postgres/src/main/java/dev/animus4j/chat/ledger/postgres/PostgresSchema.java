package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables, made or checked before the first operation. Used on one context. */
final class PostgresSchema {
  /** The version that the statements of this library need. */
  static final int VERSION = 3;

  /** One lock of the whole database for those who make the tables; any number would do. */
  private static final long LOCK = 0x616e696d7573L;

  /** A look into the table of tables: a name that was not found before would not be found again. */
  private static final String IS_THERE =
      """
      SELECT EXISTS (
        SELECT FROM pg_catalog.pg_tables
        WHERE tablename = 'animus_schema' AND schemaname = ANY (current_schemas(false)))
        AS is_there
      """;

  private final PostgresConnections connections;
  private final PostgresOptions.Schema mode;
  private @Nullable Future<Void> checked;

  PostgresSchema(PostgresConnections connections, PostgresOptions.Schema mode) {
    this.connections = connections;
    this.mode = mode;
  }

  /** Completes when the tables are there; what failed is tried again the next time. */
  Future<Void> ready() {
    Future<Void> known = checked;
    if (known == null || known.failed()) {
      known = mode == PostgresOptions.Schema.NONE ? Future.succeededFuture() : check();
      checked = known;
    }
    return known;
  }

  private Future<Void> check() {
    return connections.use(
        connection ->
            version(connection)
                .compose(
                    version -> {
                      if (version > VERSION + 1) {
                        return Future.failedFuture(newer(version));
                      }
                      return version >= VERSION ? Future.succeededFuture() : missing(connection);
                    }));
  }

  private Future<Void> missing(SqlConnection connection) {
    return mode == PostgresOptions.Schema.CREATE
        ? create(connection)
        : Future.failedFuture(
            PostgresFailures.incompatible("the tables are not those of version " + VERSION));
  }

  private static Throwable newer(int version) {
    return PostgresFailures.incompatible(
        "the tables are of version " + version + ", this library is for version " + VERSION);
  }

  /** 0 when there are no tables. */
  private static Future<Integer> version(SqlConnection connection) {
    return connection
        .query(IS_THERE)
        .execute()
        .compose(
            found ->
                found.iterator().next().getBoolean("is_there")
                    ? connection
                        .query("SELECT coalesce(max(version), 0) AS version FROM animus_schema")
                        .execute()
                        .map(rows -> rows.iterator().next().getInteger("version"))
                    : Future.succeededFuture(0));
  }

  private static Future<Void> create(SqlConnection connection) {
    return connection
        .begin()
        .compose(
            transaction ->
                connection
                    .query("SELECT pg_advisory_xact_lock(" + LOCK + ")")
                    .execute()
                    .compose(locked -> version(connection))
                    .compose(version -> runScripts(connection, version))
                    .compose(done -> transaction.commit())
                    .recover(failure -> rollback(transaction, failure)));
  }

  private static Future<Void> rollback(Transaction transaction, Throwable failure) {
    return transaction.rollback().transform(over -> Future.failedFuture(failure));
  }

  private static Future<Void> runScripts(SqlConnection connection, int version) {
    Future<Void> done = Future.succeededFuture();
    for (int next = version + 1; next <= VERSION; next++) {
      String script = script(next);
      done = done.compose(before -> connection.query(script).execute().mapEmpty());
    }
    return done;
  }

  private static String script(int version) {
    String name = "/postgres/V" + version + ".sql";
    try (InputStream script = PostgresSchema.class.getResourceAsStream(name)) {
      byte[] text = Objects.requireNonNull(script, name).readAllBytes();
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
