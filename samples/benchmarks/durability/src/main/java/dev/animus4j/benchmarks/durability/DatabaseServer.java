package dev.animus4j.benchmarks.durability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** PostgreSQL for all contenders, as safe as a real one. */
final class DatabaseServer implements AutoCloseable {
  private static final Path DIRECTORY = Path.of("samples", "benchmarks", "target", "durability");

  private final EmbeddedPostgres server;
  private int databases;

  DatabaseServer() throws IOException {
    Files.createDirectories(DIRECTORY);
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "100")
            .setPGStartupWait(Duration.ofSeconds(60))
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** Name of a new database, and of a file that is not there. */
  String newDatabase() throws SQLException, IOException {
    String name = "durability" + ++databases;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      statement.execute("CHECKPOINT");
    }
    for (String suffix : new String[] {".db", ".db-wal", ".db-shm"}) {
      Files.deleteIfExists(DIRECTORY.resolve(name + suffix));
    }
    return name;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
