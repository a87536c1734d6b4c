package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.StepBuilder.message;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.StoreLostData;
import dev.animus4j.failure.TakenOver;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of several conversations that are written with one statement. */
@VertxTest
class StepBatchTest {
  private final PostgresServer server = PostgresServer.shared();
  private final PostgresOptions options = server.newSchema();
  private final String schema = PostgresServer.schemaOf(options);
  private PostgresLedger ledger;

  @BeforeEach
  void open(Vertx vertx) {
    ledger = PostgresLedger.connect(vertx, options);
  }

  @AfterEach
  void close() {
    ledger.closeAsync().blockingAwait();
  }

  /** Writes these steps while both connections wait for another transaction. */
  private List<TestObserver<Void>> together(List<Tenure> tenures, List<Step> steps)
      throws SQLException {
    List<TestObserver<Void>> written = new ArrayList<>();
    List<Tenure> blocked = List.of(claim("blocked1"), claim("blocked2"));
    try (Connection other = server.connect()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute("SELECT FROM " + schema + ".animus_conversation WHERE id ~ 'block' FOR UPDATE");
      blocked.forEach(it -> written.add(it.write(step("").build()).test()));
      for (int i = 0; i < steps.size(); i++) {
        written.add(tenures.get(i).write(steps.get(i)).test());
      }
      other.rollback();
    }
    written.forEach(it -> it.awaitDone(20, TimeUnit.SECONDS));
    return written.subList(2, written.size());
  }

  private Tenure claim(String id) {
    return ledger.claim(id).blockingGet();
  }

  private String commits() {
    return server.sql("SELECT count(DISTINCT xmin::text) FROM " + schema + ".animus_event");
  }

  @Test
  void manyConversationsShareACommit() throws SQLException {
    List<Tenure> tenures = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      tenures.add(claim("c" + i));
      steps.add(message("c" + i, 1, "one"));
    }
    together(tenures, steps).forEach(TestObserver::assertComplete);
    assertThat(commits()).isEqualTo("1");
  }

  @Test
  void oneThatWasTakenOverFailsAlone(Vertx vertx) throws SQLException {
    List<Tenure> tenures = List.of(claim("a"), claim("b"), claim("c"));
    PostgresLedger other = PostgresLedger.connect(vertx, options);
    other.claim("b").blockingGet();
    List<Step> steps = List.of(message("a", 1, ""), message("b", 1, ""), message("c", 1, ""));
    List<TestObserver<Void>> written = together(tenures, steps);
    written.get(0).assertComplete();
    written.get(1).assertError(TakenOver.class);
    written.get(2).assertComplete();
    assertThat(commits()).isEqualTo("1");
    other.closeAsync().blockingAwait();
  }

  @Test
  void oneThatCannotBeStoredFailsAlone() throws SQLException {
    List<Tenure> tenures = List.of(claim("a"), claim("b"), claim("c"));
    Step bad = step("b").running("no\0text").event("x", 1, "").build();
    List<TestObserver<Void>> written =
        together(tenures, List.of(message("a", 1, ""), bad, message("c", 1, "")));
    written.get(0).assertComplete();
    written.get(1).assertError(AnimusException.InvalidRequest.class);
    written.get(2).assertComplete();
    tenures.get(1).write(message("b", 1, "good")).blockingAwait();
  }

  @Test
  void stepsThatTheDatabaseHasLostAreMissed() {
    Tenure tenure = claim("c");
    tenure.write(message("c", 1, "one")).blockingAwait();
    server.sql("UPDATE " + schema + ".animus_conversation SET steps = 0, sequence = 0");
    tenure
        .write(message("c", 2, "two"))
        .test()
        .awaitDone(20, TimeUnit.SECONDS)
        .assertError(StoreLostData.class);
    tenure
        .write(message("c", 2, "two"))
        .test()
        .awaitDone(20, TimeUnit.SECONDS)
        .assertError(StoreLostData.class);
  }

  @Test
  void aClaimThatTheDatabaseHasLostIsMissed() {
    Tenure tenure = claim("c");
    server.sql("UPDATE " + schema + ".animus_conversation SET epoch = epoch - 1");
    tenure
        .write(message("c", 1, "one"))
        .test()
        .awaitDone(20, TimeUnit.SECONDS)
        .assertError(StoreLostData.class);
  }
}
