package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything but steps: on connections of the pool, once the tables are there. */
final class PostgresOperations {
  private static final int PAGE = 1_000;
  private static final long PAUSE_MS = 100;

  private final PostgresContext context;
  private final PostgresConnections connections;
  private final PostgresOptions options;
  private final FailureOrigin origin;
  private final PostgresSchema schema;
  private boolean isClosed;

  /** Operations of a ledger. */
  PostgresOperations(
      PostgresContext context, PostgresConnections connections, PostgresOptions options) {
    this(context, connections, options, PostgresFailures.LEDGER);
  }

  /** Operations whose failures are of this origin. */
  PostgresOperations(
      PostgresContext context,
      PostgresConnections connections,
      PostgresOptions options,
      FailureOrigin origin) {
    this.context = context;
    this.origin = origin;
    this.connections = connections;
    this.options = options;
    this.schema = new PostgresSchema(connections, options.schema());
  }

  /** Completes when the tables are there. */
  Future<Void> ready() {
    return context.run(() -> schema.ready().recover(failure -> fail(failure, false)));
  }

  /**
   * Executes an operation that may be executed twice: once more if its connection was lost, on
   * another one. The pool drops a lost connection only after its statements have failed.
   */
  <T> Future<T> repeatable(Function<SqlConnection, Future<T>> operation) {
    return context.run(
        () ->
            once(operation)
                .recover(
                    lost ->
                        isLost(lost)
                            ? context.delay(1).compose(dropped -> once(operation))
                            : Future.failedFuture(lost))
                .recover(failure -> fail(failure, false)));
  }

  /**
   * Executes an operation that may be executed twice: again until its deadline, while the database
   * is away.
   */
  <T> Future<T> persistent(Function<SqlConnection, Future<T>> operation) {
    long end = System.nanoTime() + options.deadline().toNanos();
    return context.run(() -> until(end, operation).recover(failure -> fail(failure, false)));
  }

  private <T> Future<T> until(long end, Function<SqlConnection, Future<T>> operation) {
    return once(operation)
        .recover(
            failure ->
                PostgresFailures.isPassing(failure) && System.nanoTime() - end < 0
                    ? context.delay(PAUSE_MS).compose(now -> until(end, operation))
                    : Future.failedFuture(failure));
  }

  /** Executes an operation once. */
  <T> Future<T> unrepeatable(Function<SqlConnection, Future<T>> operation) {
    return context.run(() -> once(operation).recover(failure -> fail(failure, true)));
  }

  private <T> Future<T> once(Function<SqlConnection, Future<T>> operation) {
    return isClosed
        ? Future.failedFuture(PostgresFailures.closed(origin))
        : schema.ready().compose(ready -> connections.use(operation));
  }

  private static boolean isLost(Throwable failure) {
    return PostgresFailures.isLostConnection(failure) && !(failure instanceof TimeoutException);
  }

  private <T> Future<T> fail(Throwable failure, boolean mayHaveRun) {
    return Future.failedFuture(
        PostgresFailures.map(failure, origin, options.deadline(), mayHaveRun));
  }

  /** Executes a statement that may be executed twice. */
  Future<RowSet<Row>> query(String sql, Tuple parameters) {
    return repeatable(connection -> execute(connection, sql, parameters));
  }

  /**
   * Executes a statement. Half of a character is refused: it would become a question mark, and an
   * id with it that of another conversation.
   */
  static Future<RowSet<Row>> execute(SqlConnection connection, String sql, Tuple parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.getValue(i) instanceof String text
          && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        return Future.failedFuture(PostgresFailures.invalid("an id has half of a character"));
      }
    }
    return connection.preparedQuery(sql).execute(parameters);
  }

  /**
   * Rows that are read piece by piece, and parsed on the context of the caller.
   *
   * @param sql its last parameter is the size of a piece
   * @param after the other parameters for those after this one, or for the first
   */
  record Pages<T>(String sql, Function<@Nullable T, Tuple> after, Function<Row, T> parse) {}

  /** The first rows, as many as there are up to this limit. */
  <T> Future<List<T>> read(Pages<T> pages, int limit) {
    return read(pages, limit, new ArrayList<>());
  }

  private <T> Future<List<T>> read(Pages<T> pages, int limit, List<T> found) {
    int size = Math.min(PAGE, limit - found.size());
    if (size <= 0) {
      return Future.succeededFuture(found);
    }
    T last = found.isEmpty() ? null : found.get(found.size() - 1);
    return query(pages.sql(), pages.after().apply(last).addInteger(size))
        .compose(
            rows -> {
              rows.forEach(row -> found.add(pages.parse().apply(row)));
              return rows.size() < size ? Future.succeededFuture(found) : read(pages, limit, found);
            });
  }

  /** Later operations fail; those that were begun have their time. */
  Future<Void> close() {
    isClosed = true;
    return connections.close();
  }
}
