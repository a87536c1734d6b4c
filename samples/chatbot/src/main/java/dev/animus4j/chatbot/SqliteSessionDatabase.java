package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.rxjava3.SingleHelper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sessions in SQLite. Statements run one after the other on a thread of their own. */
final class SqliteSessionDatabase implements SessionDatabase {
  private static final List<String> SCHEMA =
      List.of(
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          """
          CREATE TABLE IF NOT EXISTS conversation (
            id TEXT PRIMARY KEY, session TEXT NOT NULL, used INTEGER NOT NULL)
          STRICT, WITHOUT ROWID""",
          "CREATE INDEX IF NOT EXISTS conversation_session ON conversation (session)",
          "CREATE INDEX IF NOT EXISTS conversation_used ON conversation (used)",
          """
          CREATE TABLE IF NOT EXISTS ended (
            session TEXT PRIMARY KEY, since INTEGER NOT NULL)
          STRICT, WITHOUT ROWID""");

  /** Writes at most once an hour: whoever is used often costs no commit each time. */
  private static final String PUT =
      """
      INSERT INTO conversation (id, session, used) VALUES (?1, ?2, ?3)
      ON CONFLICT (id) DO UPDATE SET used = ?3 WHERE used < ?3 - 3600""";

  private final WorkerExecutor thread;
  private final Connection connection;

  private SqliteSessionDatabase(Vertx vertx, Connection connection) {
    this.thread = vertx.createSharedWorkerExecutor("sessions-" + System.identityHashCode(this), 1);
    this.connection = connection;
  }

  /** Opens a file, which is created if it is absent. Blocks. */
  static SessionDatabase open(Vertx vertx, Path file) {
    return connect(vertx, file.toUri().toString());
  }

  static SessionDatabase inMemory(Vertx vertx) {
    return connect(vertx, ":memory:");
  }

  private static SessionDatabase connect(Vertx vertx, String database) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
      try (Statement statement = connection.createStatement()) {
        for (String line : SCHEMA) {
          statement.execute(line);
        }
      }
      return new SqliteSessionDatabase(vertx, connection);
    } catch (SQLException e) {
      throw new IllegalStateException("The sessions cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Completable put(String session, String conversation, Instant now) {
    return update(PUT, conversation, session, now.getEpochSecond());
  }

  @Override
  public Completable remove(String conversation) {
    return update("DELETE FROM conversation WHERE id = ?", conversation);
  }

  @Override
  public Single<List<String>> conversations(String session) {
    return query("SELECT id FROM conversation WHERE session = ?", session);
  }

  @Override
  public Single<List<String>> unusedSince(Instant time, int limit) {
    return query(
        "SELECT id FROM conversation WHERE used < ? ORDER BY used LIMIT ?",
        time.getEpochSecond(),
        limit);
  }

  @Override
  public Completable end(String session) {
    return update(
        "INSERT OR IGNORE INTO ended VALUES (?, ?)", session, Instant.now().getEpochSecond());
  }

  @Override
  public Single<Boolean> isEndedElsewhere(String session) {
    return Single.just(false);
  }

  @Override
  public Single<List<String>> endedWithin(Duration age) {
    return query(
        "SELECT session FROM ended WHERE since > ?", Instant.now().minus(age).getEpochSecond());
  }

  @Override
  public Completable forgetEnded(Duration age) {
    return update("DELETE FROM ended WHERE since < ?", Instant.now().minus(age).getEpochSecond());
  }

  @Override
  public Completable closeAsync() {
    return run(() -> {
          connection.close();
          return true;
        })
        .ignoreElement()
        .doFinally(thread::close);
  }

  private Completable update(String sql, Object... values) {
    return run(() -> {
          try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
          }
        })
        .ignoreElement();
  }

  private Single<List<String>> query(String sql, Object... values) {
    return run(
        () -> {
          List<String> rows = new ArrayList<>();
          try (PreparedStatement statement = prepare(sql, values);
              ResultSet found = statement.executeQuery()) {
            while (found.next()) {
              rows.add(found.getString(1));
            }
          }
          return rows;
        });
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** A statement. */
  private interface Work<T> {
    T run() throws SQLException;
  }

  private <T> Single<T> run(Work<T> work) {
    return SingleHelper.toSingle(done -> thread.<T>executeBlocking(work::run).onComplete(done));
  }
}
