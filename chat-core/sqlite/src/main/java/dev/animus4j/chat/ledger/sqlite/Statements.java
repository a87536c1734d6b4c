package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statements of one connection, each of which is prepared once. Not thread-safe. */
final class Statements {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** Reads one row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  Statements(Connection connection) {
    this.connection = connection;
  }

  void execute(String sql) throws SQLException {
    prepare(sql).execute();
  }

  /** Returns the number of rows that it changed; those of cascades do not count. */
  int update(String sql, Object... arguments) throws SQLException {
    return bind(sql, arguments).executeUpdate();
  }

  <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) throws SQLException {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    }
  }

  <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) throws SQLException {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  private PreparedStatement bind(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (int i = 0; i < arguments.length; i++) {
      bind(statement, i + 1, arguments[i]);
    }
    return statement;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known != null) {
      return known;
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    prepared.put(sql, statement);
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, Object argument)
      throws SQLException {
    if (argument instanceof Number number) {
      statement.setLong(index, number.longValue());
    } else if (argument instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else {
      statement.setString(index, wellFormed(argument.toString()));
    }
  }

  /** The driver would replace half a character by a question mark, and so mix ids up. */
  private static String wellFormed(String id) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of(SqliteFailures.ORIGIN), "an id with half a character in it");
    }
    return id;
  }

  /** The driver closes statements that fail; they are prepared again when they are needed. */
  void reset() {
    prepared.values().forEach(Statements::closeQuietly);
    prepared.clear();
  }

  private static void closeQuietly(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException alreadyClosed) {
      // there is nothing left to close
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** Some failures, such as a full disk, have rolled back before. */
  void rollback() throws SQLException {
    reset();
    try {
      connection.rollback();
    } catch (SQLException alreadyRolledBack) {
      execute("BEGIN");
    }
  }

  void closeQuietly() {
    reset();
    try {
      connection.close();
    } catch (SQLException alreadyClosed) {
      // the file is not used any more
    }
  }

  void close() throws SQLException {
    reset();
    connection.rollback();
    connection.close();
  }
}
