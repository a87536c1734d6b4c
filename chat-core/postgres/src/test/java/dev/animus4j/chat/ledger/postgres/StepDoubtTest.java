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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps of which it is not known whether they were stored. */
@VertxTest
class StepDoubtTest {
  private final PostgresOptions options = PostgresServer.shared().newSchema();
  private TcpProxy proxy;
  private PostgresLedger ledger;

  @BeforeEach
  void start(Vertx vertx) {
    proxy = new TcpProxy(vertx, PostgresServer.shared().port());
    ledger = open(vertx, Duration.ofSeconds(30));
  }

  private PostgresLedger open(Vertx vertx, Duration deadline) {
    return PostgresLedger.connect(
        vertx,
        options.withDatabase(options.database().setPort(proxy.port())).withDeadline(deadline));
  }

  @AfterEach
  void stop() {
    proxy.set(TcpProxy.Fault.NONE, 1);
    ledger.closeAsync().blockingAwait();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpProxy.Fault.class,
      names = {"CUT_AFTER_REQUEST", "CUT_BEFORE_RESPONSE"})
  void aStepIsStoredOnceHoweverOftenTheConnectionIsCut(TcpProxy.Fault cut) {
    StepLoad load = new StepLoad(ledger, 12, 20);
    load.claim().blockingAwait();
    proxy.set(cut, 23);
    load.write().blockingAwait();
    proxy.set(TcpProxy.Fault.NONE, 1);
    load.check();
    assertThat(proxy.cuts.get()).isPositive();
  }

  @Test
  void aSlowDatabaseIsWaitedFor() {
    StepLoad load = new StepLoad(ledger, 8, 3);
    load.claim().blockingAwait();
    proxy.set(TcpProxy.Fault.SLOW, 1);
    load.write().blockingAwait();
    load.check();
  }

  @Test
  void aStepWhoseResponseNeverComesIsSentAgain() {
    Tenure tenure = ledger.claim("c").blockingGet();
    tenure.write(message("c", 1, "one")).blockingAwait();
    proxy.set(TcpProxy.Fault.STALL, 1);
    TestObserver<Void> second = tenure.write(message("c", 2, "two")).test();
    eventually(() -> "2".equals(storedSteps()));
    proxy.set(TcpProxy.Fault.NONE, 1);
    second.awaitDone(20, TimeUnit.SECONDS).assertComplete();
    assertThat(ledger.eventsAfter("c", 0, 9).blockingGet()).hasSize(2);
  }

  private String storedSteps() {
    String schema = PostgresServer.schemaOf(options);
    return PostgresServer.shared()
        .sql("SELECT steps FROM " + schema + ".animus_conversation WHERE id = 'c'");
  }

  @Test
  void aStepThatStaysInDoubtEndsItsTenure(Vertx vertx) {
    PostgresLedger impatient = open(vertx, Duration.ofMillis(800));
    Tenure tenure = impatient.claim("c").blockingGet();
    tenure.write(message("c", 1, "one")).blockingAwait();
    proxy.set(TcpProxy.Fault.STALL, 1);
    assertThat(failureOf(tenure, 2))
        .isInstanceOf(AnimusException.TimedOut.class)
        .matches(failure -> ((AnimusException) failure).mayHaveRun());
    proxy.set(TcpProxy.Fault.NONE, 1);
    assertThat(failureOf(tenure, 3)).isInstanceOf(AnimusException.Unavailable.class);
    Tenure next = impatient.claim("c").retry(3).blockingGet();
    assertThat(next.head().sequence()).isBetween(1L, 2L);
    next.write(message("c", next.head().sequence() + 1, "three")).blockingAwait();
    impatient.closeAsync().blockingAwait();
  }

  private static Throwable failureOf(Tenure tenure, long n) {
    return catchThrowable(() -> tenure.write(message("c", n, "text")).blockingAwait());
  }
}
