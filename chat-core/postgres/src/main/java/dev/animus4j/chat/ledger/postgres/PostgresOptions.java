package dev.animus4j.chat.ledger.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * Options of a {@link PostgresLedger}, or of a {@link PostgresImageStore}.
 *
 * @param database its address and credentials. Behind PgBouncer or another proxy that shares
 *     connections, it says {@link PgConnectOptions#setUseLayer7Proxy}: then no statement is
 *     prepared by name
 * @param schema what is done about the tables, once, before the first operation
 * @param maxConnections for everything but steps, which are written on two more; an image store has
 *     as many of its own
 * @param connectTimeout how long an operation waits for a connection, a new one or a free one
 * @param deadline how long an operation may take
 */
public record PostgresOptions(
    PgConnectOptions database,
    Schema schema,
    int maxConnections,
    Duration connectTimeout,
    Duration deadline) {
  private static final int DEFAULT_CONNECTIONS = 4;
  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  /** What is done about the tables. */
  public enum Schema {
    /** Those that are missing are created, or brought to the version of this library. */
    CREATE,
    /** Operations fail with {@link dev.animus4j.failure.IncompatibleSchema} if one is missing. */
    VERIFY,
    /** Nothing. */
    NONE
  }

  /** Copies the address; rejects limits that let nothing happen. */
  public PostgresOptions {
    boolean isTime = deadline.toMillis() > 0 && connectTimeout.toMillis() > 0;
    if (maxConnections < 1 || !isTime) {
      throw new IllegalArgumentException(
          "not a limit: " + maxConnections + ", " + connectTimeout + ", " + deadline);
    }
    database = copy(database);
  }

  /** The tables are created; four connections; two seconds to connect, ten in all. */
  public static PostgresOptions of(PgConnectOptions database) {
    return new PostgresOptions(
        database, Schema.CREATE, DEFAULT_CONNECTIONS, DEFAULT_CONNECT_TIMEOUT, DEFAULT_DEADLINE);
  }

  /**
   * The same for {@code postgresql://user:password@host:port/database}.
   *
   * @throws IllegalArgumentException when it is not such a URI; the message does not quote it
   */
  public static PostgresOptions of(String uri) {
    return parse(uri)
        .map(PostgresOptions::of)
        .orElseThrow(
            () -> new IllegalArgumentException("this is not the URI of a PostgreSQL database"));
  }

  /** The failure of the client would quote the password. */
  private static Optional<PgConnectOptions> parse(String uri) {
    try {
      return Optional.of(PgConnectOptions.fromUri(uri));
    } catch (RuntimeException malformed) {
      return Optional.empty();
    }
  }

  /** A copy of the address and the credentials. */
  @Override
  public PgConnectOptions database() {
    return copy(database);
  }

  /** The constructor of the client leaves one option out. */
  private static PgConnectOptions copy(PgConnectOptions database) {
    return new PgConnectOptions(database).setUseLayer7Proxy(database.getUseLayer7Proxy());
  }

  /** The same with another address. */
  public PostgresOptions withDatabase(PgConnectOptions database) {
    return new PostgresOptions(database, schema, maxConnections, connectTimeout, deadline);
  }

  /** The same behind a proxy that shares connections, such as PgBouncer, or not behind one. */
  public PostgresOptions withProxy(boolean isProxy) {
    return withDatabase(database().setUseLayer7Proxy(isProxy));
  }

  /** The same with something else done about the tables. */
  public PostgresOptions withSchema(Schema schema) {
    return new PostgresOptions(database, schema, maxConnections, connectTimeout, deadline);
  }

  /** The same with another number of connections. */
  public PostgresOptions withMaxConnections(int maxConnections) {
    return new PostgresOptions(database, schema, maxConnections, connectTimeout, deadline);
  }

  /** The same with another time to wait for a connection. */
  public PostgresOptions withConnectTimeout(Duration connectTimeout) {
    return new PostgresOptions(database, schema, maxConnections, connectTimeout, deadline);
  }

  /** The same with another deadline. */
  public PostgresOptions withDeadline(Duration deadline) {
    return new PostgresOptions(database, schema, maxConnections, connectTimeout, deadline);
  }

  /** Omits the credentials. */
  @Override
  public String toString() {
    return "PostgresOptions[%s:%d/%s, %s]"
        .formatted(database.getHost(), database.getPort(), database.getDatabase(), schema);
  }
}
