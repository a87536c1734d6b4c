package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that is killed while steps are written, and comes back. */
@Tag("long")
@VertxTest
class ServerCrashTest {

  @Test
  void noStepIsLostAndNoneIsStoredTwice(Vertx vertx) {
    PostgresServer server = PostgresServer.shared();
    PostgresLedger ledger =
        PostgresLedger.connect(vertx, server.newSchema().withDeadline(Duration.ofMinutes(1)));
    StepLoad load = new StepLoad(ledger, 8, 200);
    load.claim().blockingAwait();
    TestObserver<Void> written = load.write().test();
    eventually(() -> load.acknowledged.get() > 300);
    server.kill();
    try {
      assertThat(catchThrowable(() -> ledger.claim("new").blockingGet()))
          .isInstanceOf(AnimusException.Unavailable.class);
    } finally {
      server.restart();
    }
    written.awaitDone(60, TimeUnit.SECONDS).assertComplete();
    load.check();
    ledger.claim("new").retry(5).blockingGet();
    ledger.closeAsync().blockingAwait();
  }
}
