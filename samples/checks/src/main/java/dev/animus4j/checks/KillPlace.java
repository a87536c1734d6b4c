package dev.animus4j.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Place at which the clients that are killed have their ledger and their images.
 *
 * @param server null for a ledger in a file
 */
record KillPlace(KillEngine engine, Path directory, @Nullable KillServer server)
    implements AutoCloseable {

  static KillPlace create(KillEngine engine) throws IOException {
    Path directory = Files.createTempDirectory("animus4j-kill");
    boolean isFile = engine == KillEngine.SQLITE;
    return new KillPlace(
        engine, directory, isFile ? null : KillServer.start(directory.resolve("data")));
  }

  /** A place of nodes in another network, in which this machine has an address. */
  static KillPlace on(String address, String subnet) throws IOException {
    Path directory = Files.createTempDirectory("animus4j-kill");
    KillServer server = KillServer.start(directory.resolve("data"), address, subnet);
    return new KillPlace(KillEngine.CLUSTER, directory, server);
  }

  Path images() {
    return directory.resolve("images");
  }

  /** A file, or the URI of a database. */
  String ledger() {
    return server == null
        ? directory.resolve("ledger.db").toString()
        : ledger(KillAccess.LOCAL, server.port());
  }

  /** The URI of the database behind this address. */
  static String ledger(String host, int port) {
    return "postgresql://postgres:postgres@" + host + ":" + port + "/postgres";
  }

  @Override
  public void close() {
    try {
      if (server != null) {
        server.close();
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
