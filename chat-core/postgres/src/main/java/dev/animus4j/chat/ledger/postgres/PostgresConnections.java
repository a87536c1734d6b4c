package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Connections to one database: a bounded pool, and single ones. Used on one context. */
final class PostgresConnections {
  private static final int MAX_WAITING = 1_000;
  private static final int IDLE_MINUTES = 10;
  private static final int LIFETIME_MINUTES = 30;

  private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

  private final PostgresContext context;
  private final PostgresOptions options;
  private final PgConnectOptions database;
  private final UUID owner = UUID.randomUUID();
  private @Nullable Pool pool;

  PostgresConnections(PostgresContext context, PostgresOptions options) {
    this.context = context;
    this.options = options;
    this.database = settings(options.database());
  }

  /**
   * Statements of any length are prepared once. PgBouncer refuses settings that it does not know;
   * no digits of fractions are read here.
   */
  private static PgConnectOptions settings(PgConnectOptions database) {
    boolean isProxy = database.getUseLayer7Proxy();
    database
        .setCachePreparedStatements(!isProxy)
        .setPreparedStatementCacheSqlFilter(sql -> true)
        .setReconnectAttempts(0);
    database.getProperties().remove("extra_float_digits");
    return database;
  }

  /** The name of this opening of the ledger, by which it knows the conversations that it owns. */
  UUID owner() {
    return owner;
  }

  /** A connection of the caller's own. */
  Future<PgConnection> connect() {
    Future<PgConnection> connecting = PgConnection.connect(context.vertx(), database);
    return connecting
        .onSuccess(PostgresConnections::leaveToStatements)
        .timeout(options.connectTimeout().toMillis(), MILLIS)
        .onFailure(late -> connecting.onSuccess(PostgresConnections::kill));
  }

  /** Uses one of the pool for the time of an operation; one that does not respond is closed. */
  <T> Future<T> use(Function<SqlConnection, Future<T>> operation) {
    return pool().getConnection().compose(connection -> use(connection, operation));
  }

  private <T> Future<T> use(
      SqlConnection connection, Function<SqlConnection, Future<T>> operation) {
    leaveToStatements(connection);
    Future<T> running = operation.apply(connection);
    return running
        .timeout(options.deadline().toMillis(), MILLIS)
        .onComplete(
            outcome -> {
              if (!running.isComplete()) {
                kill(connection);
              }
              connection.close();
            });
  }

  /** The failure of a connection is that of its statement too, and is not reported twice. */
  private static void leaveToStatements(SqlConnection connection) {
    connection.exceptionHandler(failure -> {});
  }

  /** Closes it without waiting for what was sent on it. */
  static void kill(SqlConnection connection) {
    ((SqlConnectionInternal) connection).unwrap().close(null, Promise.promise());
  }

  private Pool pool() {
    Pool opened = pool;
    if (opened == null) {
      PoolOptions limits =
          new PoolOptions()
              .setMaxSize(options.maxConnections())
              .setMaxWaitQueueSize(MAX_WAITING)
              .setConnectionTimeout((int) options.connectTimeout().toMillis())
              .setConnectionTimeoutUnit(MILLIS)
              .setIdleTimeout(IDLE_MINUTES)
              .setIdleTimeoutUnit(TimeUnit.MINUTES)
              .setMaxLifetime(LIFETIME_MINUTES)
              .setMaxLifetimeUnit(TimeUnit.MINUTES);
      opened =
          PgBuilder.pool()
              .with(limits)
              .with(new NetClientOptions().setReadIdleTimeout(silence()).setIdleTimeoutUnit(MILLIS))
              .connectingTo(database)
              .using(context.vertx())
              .build();
      pool = opened;
    }
    return opened;
  }

  /** After which a server says nothing any more; it may have been while connecting. */
  private int silence() {
    return (int) Math.min(2 * options.deadline().toMillis(), Integer.MAX_VALUE);
  }

  Future<Void> close() {
    Pool opened = pool;
    return opened == null ? Future.succeededFuture() : opened.close();
  }
}
