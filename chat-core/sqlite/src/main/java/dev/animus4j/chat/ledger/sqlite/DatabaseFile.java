package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.sqlite.JDBC;

/** Opens a file for one connection, which alone has it until it is closed. Blocks. */
final class DatabaseFile {
  /** The lock comes first: with it there is no memory shared with other processes. */
  private static final List<String> SETTINGS =
      List.of(
          "PRAGMA busy_timeout = 0",
          "PRAGMA locking_mode = EXCLUSIVE",
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA foreign_keys = ON",
          "PRAGMA secure_delete = ON", // what was erased is not left in the free pages of the file
          "PRAGMA temp_store = MEMORY",
          "PRAGMA cache_size = -16384",
          "PRAGMA journal_size_limit = 33554432",
          "BEGIN EXCLUSIVE",
          "COMMIT");

  private DatabaseFile() {}

  /** Opens it with the tables of this version, which are created in a new file. */
  static Statements open(Path file) {
    create(file.toAbsolutePath());
    try {
      return open(JDBC.createConnection("jdbc:sqlite:" + file.toUri(), new Properties()));
    } catch (SQLException failure) {
      throw SqliteFailures.opening(file, failure);
    }
  }

  private static Statements open(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String setting : SETTINGS) {
        statement.execute(setting);
      }
      connection.setAutoCommit(false);
      Statements statements = new Statements(connection);
      Schema.create(statements);
      return statements;
    } catch (SQLException | RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  /** Nobody but the owner may read what is created here, or replace it. */
  private static void create(Path file) {
    try {
      Path folder = file.getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder, permissions(file, "rwx------"));
      }
      Files.createFile(file, permissions(file, "rw-------"));
    } catch (FileAlreadyExistsException exists) {
      return;
    } catch (IOException failure) {
      String what = "the file cannot be created: " + file;
      throw new AnimusException.Unavailable(
          FailureOrigin.of(SqliteFailures.ORIGIN), what, false, failure);
    }
  }

  private static FileAttribute<?>[] permissions(Path file, String permissions) {
    boolean hasOwners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString(permissions);
    return hasOwners
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)}
        : new FileAttribute<?>[0];
  }
}
