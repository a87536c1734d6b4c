package dev.animus4j.benchmarks.durability;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.postgres.PostgresLedger;
import dev.animus4j.chat.ledger.postgres.PostgresOptions;
import dev.animus4j.chat.ledger.sqlite.SqliteLedger;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What one JVM has to do.
 *
 * @param storage one of {@link Storage}, by its name
 * @param port of the server
 * @param database of the server; the file of SQLite has this name too
 * @param window how many messages a peer keeps
 */
record Assignment(
    Role role, String storage, int port, String database, int conversations, int window) {

  /** What is to be done. */
  enum Role {
    STEPS,
    UNTIL_KILLED,
    CHECK,
    RIVALS,
    SENDS,
    GROWTH
  }

  static Assignment parse(String... words) {
    return new Assignment(
        Role.valueOf(words[0]),
        words[1],
        Integer.parseInt(words[2]),
        words[3],
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]));
  }

  Assignment withRole(Role role) {
    return new Assignment(role, storage, port, database, conversations, window);
  }

  List<String> words() {
    return List.of(
        role.name(),
        storage,
        Integer.toString(port),
        database,
        Integer.toString(conversations),
        Integer.toString(window));
  }

  DurableMemory memory() {
    return switch (Storage.valueOf(storage)) {
      case LANGCHAIN4J -> new LangChainMemory(dataSource(), conversations, window);
      case SPRING_AI -> new SpringMemory(dataSource(), conversations, window);
      default -> new LedgerMemory(ledger(), conversations);
    };
  }

  /** The ledger of this name. */
  Ledger ledger() {
    return switch (Storage.valueOf(storage)) {
      case IN_MEMORY -> Ledger.inMemory();
      case SQLITE -> SqliteLedger.open(file());
      case POSTGRES -> PostgresLedger.connect(Vertx.vertx(), options());
      default -> throw new IllegalArgumentException(storage);
    };
  }

  Path file() {
    return Path.of("samples", "benchmarks", "target", "durability", database + ".db");
  }

  /** As patient as the connections of the peers are. */
  private PostgresOptions options() {
    return PostgresOptions.of(address()).withDeadline(Duration.ofSeconds(30));
  }

  private PgConnectOptions address() {
    return new PgConnectOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setDatabase(database)
        .setUser("postgres")
        .setPassword("postgres");
  }

  /** Connections as they are by default, ten of them. */
  private HikariDataSource dataSource() {
    HikariConfig options = new HikariConfig();
    options.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/" + database);
    options.setUsername("postgres");
    options.setPassword("postgres");
    return new HikariDataSource(options);
  }
}
