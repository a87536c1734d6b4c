package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.StepBuilder.message;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Databases that let nobody in, or not now. */
@VertxTest
class AccessTest {
  private final PostgresServer server = PostgresServer.shared();
  private final PostgresOptions options = server.newSchema();

  private Throwable failure(Vertx vertx, UnaryOperator<PgConnectOptions> change) {
    PostgresLedger ledger =
        PostgresLedger.connect(vertx, options.withDatabase(change.apply(options.database())));
    try {
      return catchThrowable(() -> ledger.claim("c").blockingGet());
    } finally {
      ledger.closeAsync().blockingAwait();
    }
  }

  @Test
  void aWrongPasswordIsNamedButNotQuoted(Vertx vertx) {
    Throwable failure = failure(vertx, it -> it.setPassword("wr0ng-pass"));
    assertThat(failure).isInstanceOf(AnimusException.Authentication.class);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("wr0ng-pass", PostgresServer.PASSWORD);
  }

  @Test
  void anUnknownDatabaseIsAnInvalidRequest(Vertx vertx) {
    assertThat(failure(vertx, it -> it.setDatabase("nowhere")))
        .isInstanceOf(AnimusException.InvalidRequest.class);
  }

  @Test
  void aServerThatIsAwayIsUnavailable(Vertx vertx) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(failure(vertx, it -> it.setPort(port)))
        .isInstanceOf(AnimusException.Unavailable.class);
  }

  @Test
  void anIdWithHalfOfACharacterIsNotThatOfAnother(Vertx vertx) {
    PostgresLedger ledger = PostgresLedger.connect(vertx, options);
    ledger.claim("a?").blockingGet();
    assertThat(catchThrowable(() -> ledger.claim("a\ud800").blockingGet()))
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(catchThrowable(() -> ledger.entries("a\ud800", 1).blockingGet()))
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(catchThrowable(() -> ledger.forget("a\ud800").blockingGet()))
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(ledger.forget("a?").blockingGet()).isTrue();
    ledger.closeAsync().blockingAwait();
  }

  @Test
  void noTextQuotesThePassword() {
    assertThat(options.toString()).doesNotContain(PostgresServer.PASSWORD);
    assertThat(catchThrowable(() -> PostgresOptions.of("mysql://u:s3cret-pass@h/d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void aPoolThatIsExhaustedFailsSoonAndRecovers(Vertx vertx) throws SQLException {
    PostgresLedger ledger =
        PostgresLedger.connect(
            vertx,
            options
                .withMaxConnections(1)
                .withConnectTimeout(Duration.ofSeconds(1))
                .withDeadline(Duration.ofSeconds(3)));
    Tenure tenure = ledger.claim("c").retry(5).blockingGet();
    String schema = PostgresServer.schemaOf(options);
    try (Connection other = server.connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE " + schema + ".animus_conversation");
      TestObserver<Tenure> slow = ledger.claim("d").test();
      eventually(() -> server.sql("SELECT 1 FROM pg_locks WHERE NOT granted") != null);
      assertThat(catchThrowable(() -> ledger.lastSequence("c").blockingGet()))
          .isInstanceOf(AnimusException.Unavailable.class);
      slow.awaitDone(20, TimeUnit.SECONDS).assertError(AnimusException.TimedOut.class);
      other.rollback();
    }
    tenure.write(message("c", 1, "one")).blockingAwait();
    assertThat(ledger.lastSequence("c").retry(5).blockingGet()).isEqualTo(1);
    ledger.closeAsync().blockingAwait();
  }
}
