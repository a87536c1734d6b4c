package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.rxjava3.CompletableHelper;
import io.vertx.rxjava3.SingleHelper;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** Sessions in PostgreSQL, for all nodes, with the secret that signs them. */
final class PostgresSessionDatabase implements SessionDatabase {
  private static final int CONNECTIONS = 4;
  private static final int SECONDS = 10;

  /** Nodes that start together create the tables one after the other. */
  private static final String SCHEMA =
      """
      BEGIN;
      SELECT pg_advisory_xact_lock(7021530844);
      CREATE TABLE IF NOT EXISTS chatbot_conversation (
        id text PRIMARY KEY, session text NOT NULL, used timestamptz NOT NULL);
      CREATE INDEX IF NOT EXISTS chatbot_conversation_session ON chatbot_conversation (session);
      CREATE INDEX IF NOT EXISTS chatbot_conversation_used ON chatbot_conversation (used);
      CREATE TABLE IF NOT EXISTS chatbot_ended (
        session text PRIMARY KEY, since timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE INDEX IF NOT EXISTS chatbot_ended_since ON chatbot_ended (since);
      CREATE TABLE IF NOT EXISTS chatbot_secret (
        one boolean PRIMARY KEY DEFAULT true CHECK (one), secret text NOT NULL);
      COMMIT""";

  /** Writes at most once an hour: whoever is used often costs no commit each time. */
  private static final String PUT =
      """
      INSERT INTO chatbot_conversation AS c (id, session, used) VALUES ($1, $2, $3)
      ON CONFLICT (id) DO UPDATE SET used = $3 WHERE c.used < $3 - interval '1 hour'""";

  private final Pool pool;

  private PostgresSessionDatabase(Pool pool) {
    this.pool = pool;
  }

  /** Connects, and creates the tables that are missing. Blocks. */
  static PostgresSessionDatabase connect(Vertx vertx, PgConnectOptions database) {
    Pool pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(CONNECTIONS)
                    .setConnectionTimeout(SECONDS)
                    .setConnectionTimeoutUnit(TimeUnit.SECONDS))
            .connectingTo(database)
            .using(vertx)
            .build();
    try {
      SingleHelper.<RowSet<Row>>toSingle(done -> pool.query(SCHEMA).execute().onComplete(done))
          .timeout(SECONDS, TimeUnit.SECONDS)
          .ignoreElement()
          .blockingAwait();
      return new PostgresSessionDatabase(pool);
    } catch (RuntimeException failed) {
      pool.close();
      throw new IllegalStateException(
          "the database of CHATBOT_DATABASE cannot be used: " + failed.getMessage(), failed);
    }
  }

  /** The secret of all nodes, which is created with the first one. Blocks. */
  SecretValue secret() {
    update("INSERT INTO chatbot_secret (secret) VALUES ($1) ON CONFLICT DO NOTHING", random())
        .blockingAwait();
    String secret = query("SELECT secret FROM chatbot_secret").blockingGet().get(0);
    return SecretValue.ofVariable("The secret in the table chatbot_secret", secret);
  }

  private static String random() {
    return SecretValue.random().value();
  }

  @Override
  public Completable put(String session, String conversation, Instant now) {
    return update(PUT, conversation, session, now.atOffset(ZoneOffset.UTC));
  }

  @Override
  public Completable remove(String conversation) {
    return update("DELETE FROM chatbot_conversation WHERE id = $1", conversation);
  }

  @Override
  public Single<List<String>> conversations(String session) {
    return query("SELECT id FROM chatbot_conversation WHERE session = $1", session);
  }

  @Override
  public Single<List<String>> unusedSince(Instant time, int limit) {
    return query(
        "SELECT id FROM chatbot_conversation WHERE used < $1 ORDER BY used LIMIT $2",
        time.atOffset(ZoneOffset.UTC),
        limit);
  }

  @Override
  public Completable end(String session) {
    return update(
        "INSERT INTO chatbot_ended (session) VALUES ($1) ON CONFLICT DO NOTHING", session);
  }

  @Override
  public Single<Boolean> isEndedElsewhere(String session) {
    return query("SELECT session FROM chatbot_ended WHERE session = $1", session)
        .map(found -> !found.isEmpty());
  }

  @Override
  public Single<List<String>> endedWithin(Duration age) {
    return query(
        "SELECT session FROM chatbot_ended WHERE since > clock_timestamp() - make_interval(secs => $1)",
        (double) age.toSeconds());
  }

  @Override
  public Completable forgetEnded(Duration age) {
    return update(
        "DELETE FROM chatbot_ended WHERE since < clock_timestamp() - make_interval(secs => $1)",
        (double) age.toSeconds());
  }

  @Override
  public Completable closeAsync() {
    return CompletableHelper.toCompletable(done -> pool.close().onComplete(done));
  }

  private Completable update(String sql, Object... values) {
    return execute(sql, values).ignoreElement();
  }

  private Single<List<String>> query(String sql, Object... values) {
    return execute(sql, values)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(it -> it.getString(0))
                    .toList());
  }

  private Single<RowSet<Row>> execute(String sql, Object... values) {
    return SingleHelper.<RowSet<Row>>toSingle(
            done -> pool.preparedQuery(sql).execute(Tuple.wrap(values)).onComplete(done))
        .timeout(SECONDS, TimeUnit.SECONDS);
  }
}
