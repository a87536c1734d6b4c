package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.IncompatibleSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Tables and their version. Each version has a script, which makes its tables of those of the
 * version before.
 */
final class Schema {
  /** The version of the tables that this code works with. */
  static final int VERSION = 1;

  /** Marks a file as one of ours: "Anim", plus what the script adds. */
  private static final int APPLICATION_ID = 1097757013;

  private Schema() {}

  /** Creates the tables of a new file, and migrates older ones, in one transaction. */
  static void create(Statements db) throws SQLException {
    int version = number(db, "PRAGMA user_version");
    boolean isNew = version == 0 && number(db, "SELECT count(*) FROM sqlite_schema") == 0;
    if (!isNew && number(db, "PRAGMA application_id") != APPLICATION_ID) {
      throw new AnimusException.Protocol(
          FailureOrigin.of(SqliteFailures.ORIGIN),
          "the file is a database of another application",
          null);
    }
    if (version > VERSION) {
      throw new IncompatibleSchema(
          FailureOrigin.of(SqliteFailures.ORIGIN),
          "the tables have version " + version + ", and this release knows " + VERSION);
    }
    for (int next = version + 1; next <= VERSION; next++) {
      run(db, script(next));
    }
    db.commit();
    db.reset();
  }

  private static int number(Statements db, String sql) throws SQLException {
    return db.first(sql, (ResultSet row) -> row.getInt(1)).orElseThrow();
  }

  private static void run(Statements db, String script) throws SQLException {
    for (String statement : script.split(";\\s*\n")) {
      db.execute(statement);
    }
  }

  private static String script(int version) {
    try (InputStream script = Schema.class.getResourceAsStream("V" + version + ".sql")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
