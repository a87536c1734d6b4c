package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;

/** Failures of the engine, by what the caller can do. */
final class SqliteFailures {
  static final String ORIGIN = "sqlite";
  private static final int PRIMARY = 0xff;

  private SqliteFailures() {}

  /** Whether it is the data of one step that cannot be stored. */
  static boolean isOfData(SQLException failure) {
    return switch (code(failure)) {
      case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE -> true;
      default -> false;
    };
  }

  private static SQLiteErrorCode code(SQLException failure) {
    return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & PRIMARY);
  }

  static AnimusException of(SQLException failure) {
    return switch (code(failure)) {
      case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE ->
          new AnimusException.InvalidRequest(origin(failure), "the database refuses the data");
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          new AnimusException.Protocol(origin(failure), "the database file is damaged", failure);
      case SQLITE_FULL -> unavailable(failure, "the disk is full", false);
      case SQLITE_BUSY, SQLITE_LOCKED -> unavailable(failure, "the database is locked", false);
      default -> unavailable(failure, "the database cannot be read or written", true);
    };
  }

  private static AnimusException unavailable(
      SQLException failure, String what, boolean mayHaveRun) {
    return new AnimusException.Unavailable(origin(failure), what, mayHaveRun, failure);
  }

  private static FailureOrigin origin(SQLException failure) {
    return new FailureOrigin(ORIGIN, 0, null, failure.getMessage());
  }

  /** The failure to open a file. */
  static AnimusException opening(Path file, SQLException failure) {
    if (failure.getCause() instanceof NativeLibraryNotFoundException) {
      String what =
          "its native library cannot be loaded; if programs may not run in the temporary folder,"
              + " set the system property org.sqlite.tmpdir to another";
      return new AnimusException.Unavailable(FailureOrigin.of(ORIGIN), what, false, failure);
    }
    return switch (code(failure)) {
      case SQLITE_BUSY, SQLITE_LOCKED -> locked(file, failure);
      case SQLITE_NOTADB, SQLITE_CORRUPT ->
          new AnimusException.Protocol(
              origin(failure), "this is no database, or a damaged one: " + file, failure);
      default -> of(failure);
    };
  }

  private static AnimusException locked(Path file, SQLException failure) {
    String what = "another process or ledger has it open: close that, or use another file: " + file;
    return new AnimusException.Unavailable(FailureOrigin.of(ORIGIN), what, false, failure);
  }

  static AnimusException overloaded() {
    return new AnimusException.Unavailable(
        FailureOrigin.of(ORIGIN), "too much waits to be stored", false, Duration.ofSeconds(1));
  }

  static AnimusException closed() {
    return new AnimusException.Cancelled(FailureOrigin.of(ORIGIN), "the ledger is closed");
  }
}
