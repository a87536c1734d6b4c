package dev.animus4j.chat.ledger.postgres;

import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A server for all tests of this module, as safe as a real one, with a user who has a password. */
final class PostgresServer {
  static final String USER = "bot";
  static final String PASSWORD = "s3cret-pass";
  private static final String DATABASE = "bots";
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  /** Started with the first test. */
  private static final class Shared {
    static final PostgresServer SERVER = new PostgresServer();
  }

  private final Path data;
  private EmbeddedPostgres process;

  private PostgresServer() {
    try {
      data = Files.createTempDirectory("animus-postgres");
      process = start(0);
      Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    sql("CREATE USER " + USER + " PASSWORD '" + PASSWORD + "'", "postgres");
    sql("CREATE DATABASE " + DATABASE + " OWNER " + USER, "postgres");
  }

  static PostgresServer shared() {
    return Shared.SERVER;
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setDataDirectoryCustomizer(PostgresServer::requirePassword)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "40")
        .setPGStartupWait(Duration.ofSeconds(30))
        .setPort(port)
        .start();
  }

  private static void requirePassword(File data) {
    Path rules = data.toPath().resolve("pg_hba.conf");
    try {
      String defaults = Files.readString(rules);
      String rule = "host all " + USER + " 127.0.0.1/32 scram-sha-256\n";
      if (!defaults.startsWith(rule)) {
        Files.writeString(rules, rule + defaults);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  int port() {
    return process.getPort();
  }

  /** A new schema, without tables. */
  PostgresOptions newSchema() {
    String schema = "test" + SCHEMAS.incrementAndGet();
    sql("CREATE SCHEMA " + schema + " AUTHORIZATION " + USER);
    PgConnectOptions database =
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port())
            .setDatabase(DATABASE)
            .setUser(USER)
            .setPassword(PASSWORD)
            .addProperty("search_path", schema)
            .addProperty("application_name", schema);
    return PostgresOptions.of(database).withConnectTimeout(Duration.ofSeconds(30));
  }

  static String schemaOf(PostgresOptions options) {
    return options.database().getProperties().get("search_path");
  }

  /** Executes a statement as the superuser; the first value of its first row, or null. */
  String sql(String sql) {
    return sql(sql, DATABASE);
  }

  private String sql(String sql, String database) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      ResultSet rows = statement.getResultSet();
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** A connection of the superuser to the database of the tests. */
  Connection connect() {
    return connect(DATABASE);
  }

  private Connection connect(String database) {
    try {
      return DriverManager.getConnection(process.getJdbcUrl("postgres", database));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Kills the server, as a power cut does, but for the disk. */
  void kill() {
    try {
      String id = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(id)).orElseThrow();
      postmaster.destroyForcibly();
      postmaster.onExit().join();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Starts it again on the same port, as soon as what is left of the killed one lets it. */
  void restart() {
    int port = port();
    try {
      process.close();
      process = start(port);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void close() {
    kill();
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
