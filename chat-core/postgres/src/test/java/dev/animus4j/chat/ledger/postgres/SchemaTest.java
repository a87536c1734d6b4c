package dev.animus4j.chat.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.failure.IncompatibleSchema;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables: who makes them, and which ones are taken. */
@VertxTest
class SchemaTest {
  private final PostgresServer server = PostgresServer.shared();
  private final PostgresOptions options = server.newSchema();
  private PostgresLedger creating;
  private PostgresLedger verifying;
  private PostgresLedger trusting;

  @BeforeEach
  void open(Vertx vertx) {
    creating = PostgresLedger.connect(vertx, options);
    verifying = PostgresLedger.connect(vertx, options.withSchema(PostgresOptions.Schema.VERIFY));
    trusting = PostgresLedger.connect(vertx, options.withSchema(PostgresOptions.Schema.NONE));
  }

  @AfterEach
  void close() {
    Flowable.just(creating, verifying, trusting)
        .flatMapCompletable(Ledger::closeAsync)
        .blockingAwait();
  }

  private static void use(Ledger ledger) {
    assertThat(ledger.claim("c").blockingGet().head().epoch()).isPositive();
  }

  private static void refused(Ledger ledger, String what) {
    assertThat(catchThrowable(() -> use(ledger)))
        .isInstanceOf(IncompatibleSchema.class)
        .hasMessageContaining(what);
  }

  @Test
  void missingTablesAreNamed() {
    refused(verifying, "version 3");
    refused(trusting, "missing");
  }

  @Test
  void tablesAreLookedForAgain() {
    refused(verifying, "version 3");
    use(creating);
    use(verifying);
    use(trusting);
  }

  @Test
  void severalMayCreateThem(Vertx vertx) {
    Flowable.range(0, 6)
        .map(it -> PostgresLedger.connect(vertx, options))
        .flatMapCompletable(it -> it.claim("c").ignoreElement().andThen(it.closeAsync()))
        .blockingAwait();
  }

  @Test
  void anotherToolMayCreateThem() throws SQLException, IOException {
    run("V1");
    run("V2");
    run("V3");
    use(verifying);
    use(creating);
  }

  @Test
  void olderTablesAreBroughtToThisVersion() throws SQLException, IOException {
    run("V1");
    refused(verifying, "version 3");
    use(creating);
    use(verifying);
  }

  private void run(String version) throws SQLException, IOException {
    String name = "/postgres/" + version + ".sql";
    try (Connection connection = server.connect();
        InputStream script = PostgresLedger.class.getResourceAsStream(name)) {
      connection.setSchema(PostgresServer.schemaOf(options));
      connection
          .createStatement()
          .execute("SET ROLE bot; " + new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void tablesOfTheNextVersionAreTaken() {
    use(creating);
    setVersion(4);
    use(verifying);
  }

  @Test
  void tablesOfALaterVersionAreRefused(Vertx vertx) {
    use(creating);
    setVersion(5);
    refused(verifying, "version 5");
    PostgresLedger late = PostgresLedger.connect(vertx, options);
    refused(late, "version 5");
    late.closeAsync().blockingAwait();
  }

  private void setVersion(int version) {
    String schema = PostgresServer.schemaOf(options);
    server.sql("INSERT INTO " + schema + ".animus_schema VALUES (" + version + ")");
  }
}
