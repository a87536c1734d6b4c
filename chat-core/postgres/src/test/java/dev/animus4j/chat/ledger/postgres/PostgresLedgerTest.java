package dev.animus4j.chat.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerContract;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@VertxTest
class PostgresLedgerTest extends LedgerContract {
  private static final PostgresServer SERVER = PostgresServer.shared();
  private static final PostgresOptions OPTIONS = SERVER.newSchema();
  private static Vertx vertx;

  @BeforeAll
  static void createTables(Vertx watched) {
    vertx = watched;
    PostgresLedger ledger = PostgresLedger.connect(vertx, OPTIONS);
    ledger.claim("c").ignoreElement().andThen(ledger.closeAsync()).blockingAwait();
  }

  PostgresLedgerTest() {
    String schema = PostgresServer.schemaOf(OPTIONS);
    SERVER.sql("DELETE FROM " + schema + ".animus_conversation");
    SERVER.sql("DELETE FROM " + schema + ".animus_doomed");
  }

  @Override
  protected Ledger open() {
    return PostgresLedger.connect(vertx, OPTIONS);
  }

  @Test
  void theServerIsAsSafeAsARealOne() {
    assertThat(SERVER.sql("SHOW fsync")).isEqualTo("on");
    assertThat(SERVER.sql("SHOW synchronous_commit")).isEqualTo("on");
    assertThat(SERVER.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'bot'"))
        .startsWith("SCRAM-SHA-256$");
  }
}
