package dev.animus4j.checks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** PostgreSQL server as safe as a real one: by default, tests get one that does not sync. */
final class KillServer implements AutoCloseable {
  private final Path data;
  private final String addresses;
  private EmbeddedPostgres process;

  private KillServer(Path data, String addresses) throws IOException {
    this.data = data;
    this.addresses = addresses;
    this.process = start(0);
  }

  static KillServer start(Path data) throws IOException {
    return new KillServer(data, KillAccess.LOCAL);
  }

  /** One that listens at another address too, and lets in who comes from its network. */
  static KillServer start(Path data, String address, String subnet) throws IOException {
    KillServer server = new KillServer(data, KillAccess.LOCAL + "," + address);
    String rule = "host all all " + subnet + " trust\n";
    Files.writeString(data.resolve("pg_hba.conf"), rule, StandardOpenOption.APPEND);
    server.restart();
    return server;
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("listen_addresses", addresses)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setPGStartupWait(Duration.ofSeconds(30))
        .setPort(port)
        .start();
  }

  int port() {
    return process.getPort();
  }

  /** Kills it, as a power cut does, but for the disk. */
  void kill() throws IOException {
    String id = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(id)).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
  }

  /** Starts it again on the same port. */
  void restart() throws IOException {
    int port = port();
    process.close();
    process = start(port);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
