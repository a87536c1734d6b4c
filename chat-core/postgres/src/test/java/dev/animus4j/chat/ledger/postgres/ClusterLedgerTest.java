package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.animus4j.chat.ledger.StepBuilder;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.OwnedElsewhere;
import dev.animus4j.failure.TakenOver;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which node has a conversation. */
@VertxTest
class ClusterLedgerTest {
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final PostgresOptions options = PostgresServer.shared().newSchema();
  private final List<PostgresClusterLedger> nodes = new ArrayList<>();
  private Vertx vertx;
  private TcpProxy proxy;

  @BeforeEach
  void start(Vertx watched) {
    vertx = watched;
    proxy = new TcpProxy(vertx, PostgresServer.shared().port());
  }

  @AfterEach
  void stop() {
    proxy.set(TcpProxy.Fault.NONE, 1);
    nodes.forEach(node -> node.closeAsync().blockingAwait());
    proxy.close();
  }

  private PostgresClusterLedger join() {
    return join(options);
  }

  private PostgresClusterLedger joinByProxy() {
    return join(options.withDatabase(options.database().setPort(proxy.port())));
  }

  private PostgresClusterLedger join(PostgresOptions with) {
    PostgresClusterLedger node = PostgresClusterLedger.join(vertx, with, LEASE);
    nodes.add(node);
    node.otherNodes().blockingGet();
    return node;
  }

  private static void write(Tenure tenure, long position) {
    tenure.write(StepBuilder.step("c").entry(position, "said").build()).blockingAwait();
  }

  private static boolean isOwnedElsewhere(PostgresClusterLedger node, String id) {
    return catchThrowable(() -> node.claim(id).blockingGet()) instanceof OwnedElsewhere;
  }

  @Test
  void aConversationOfANodeThatLivesIsLeftToIt() {
    PostgresClusterLedger one = join();
    PostgresClusterLedger other = join();
    Tenure tenure = one.claim("c").blockingGet();

    Throwable refused = catchThrowable(() -> other.claim("c").blockingGet());

    assertThat(refused).isInstanceOf(OwnedElsewhere.class);
    assertThat(((OwnedElsewhere) refused).nodeId()).isEqualTo(one.nodeId());
    assertThat(other.owner("c").blockingGet()).isEqualTo(one.nodeId());
    write(tenure, 1);
    write(one.claim("c").blockingGet(), 2);
  }

  @Test
  void itIsTakenOnceItIsReleased() {
    PostgresClusterLedger one = join();
    PostgresClusterLedger other = join();
    Tenure before = one.claim("c").blockingGet();
    assertThat(other.release("c").blockingGet()).as("not its own").isFalse();
    assertThat(one.release("c").blockingGet()).isTrue();
    assertThat(other.owner("c").blockingGet()).isNull();

    Tenure tenure = other.claim("c").blockingGet();

    assertThat(tenure.head().epoch()).isGreaterThan(before.head().epoch());
    assertThat(catchThrowable(() -> write(before, 1))).isInstanceOf(TakenOver.class);
    write(tenure, 1);
  }

  @Test
  void oneWithARunningExchangeIsNotReleased() {
    PostgresClusterLedger one = join();
    one.claim("running")
        .blockingGet()
        .write(StepBuilder.step("c").running("x").build())
        .blockingAwait();
    one.claim("idle").blockingGet();

    assertThat(one.release("running").blockingGet()).isFalse();
    assertThat(one.releaseIdle(Duration.ofHours(1)).blockingGet()).isEmpty();
    eventually(() -> one.releaseIdle(Duration.ofMillis(1)).blockingGet().equals(List.of("idle")));
    assertThat(one.owner("running").blockingGet()).isEqualTo(one.nodeId());
  }

  @Test
  void aNodeThatLeavesLeavesAllItHad() {
    PostgresClusterLedger one = join();
    PostgresClusterLedger other = join();
    one.claim("c").blockingGet().write(StepBuilder.step("c").running("x").build()).blockingAwait();
    assertThat(other.unfinished(9).blockingGet()).isEmpty();

    one.closeAsync().blockingAwait();

    assertThat(other.unfinished(9).blockingGet()).containsExactly("c");
    assertThat(other.claim("c").blockingGet().head().running()).containsExactly("x");
  }

  @Test
  void aNodeThatDrainsKeepsWhatItIsAt() {
    PostgresClusterLedger one = join();
    PostgresClusterLedger other = join();
    assertThat(other.otherNodes().blockingGet()).containsExactly(one.nodeId());
    Tenure busy = one.claim("busy").blockingGet();
    busy.write(StepBuilder.step("c").running("x").build()).blockingAwait();
    one.claim("idle").blockingGet();

    one.drain().blockingAwait();

    assertThat(other.otherNodes().blockingGet()).isEmpty();
    assertThat(isOwnedElsewhere(other, "busy")).isTrue();
    write(other.claim("idle").blockingGet(), 1);
    busy.write(StepBuilder.step("c").completed("x").build()).blockingAwait();
    write(other.claim("busy").blockingGet(), 1);
  }

  @Test
  void aNodeThatIsCutOffLosesWhatItHad() {
    PostgresClusterLedger lost = joinByProxy();
    PostgresClusterLedger other = join();
    Tenure before = lost.claim("c").blockingGet();
    long term = lost.leaseTerm();
    proxy.set(TcpProxy.Fault.STALL, 1);

    eventually(() -> !isOwnedElsewhere(other, "c"));

    assertThat(lost.isLeaseHeld()).as("it knew before").isFalse();
    write(other.claim("c").blockingGet(), 1);
    proxy.set(TcpProxy.Fault.NONE, 1);
    eventually(lost::isLeaseHeld);
    assertThat(lost.leaseTerm()).isGreaterThan(term);
    assertThat(catchThrowable(() -> write(before, 1))).isInstanceOf(TakenOver.class);
    assertThat(isOwnedElsewhere(lost, "c")).isTrue();
  }

  @Test
  void afterAnOutageNobodyTakesFromThoseWhoComeBack() throws Exception {
    PostgresClusterLedger one = joinByProxy();
    PostgresClusterLedger other = joinByProxy();
    Tenure tenure = one.claim("c").blockingGet();
    proxy.set(TcpProxy.Fault.STALL, 1);
    eventually(() -> !one.isLeaseHeld() && !other.isLeaseHeld());
    String expired = "SELECT max(alive_until) < now() FROM %s.animus_node";
    String schema = PostgresServer.schemaOf(options);
    eventually(() -> "t".equals(PostgresServer.shared().sql(expired.formatted(schema))));
    proxy.set(TcpProxy.Fault.NONE, 1);
    eventually(other::isLeaseHeld);

    assertThat(isOwnedElsewhere(other, "c")).isTrue();

    eventually(one::isLeaseHeld);
    assertThat(isOwnedElsewhere(other, "c")).isTrue();
    write(tenure, 1);
  }

  @Test
  void aNodeThatHasJustJoinedJudgesNobody() {
    PostgresClusterLedger lost = joinByProxy();
    lost.claim("c").blockingGet();
    proxy.set(TcpProxy.Fault.STALL, 1);
    String schema = PostgresServer.schemaOf(options);
    String expired = "SELECT max(alive_until) < now() FROM %s.animus_node";
    eventually(() -> "t".equals(PostgresServer.shared().sql(expired.formatted(schema))));

    PostgresClusterLedger other = join();

    assertThat(isOwnedElsewhere(other, "c")).isTrue();
    eventually(() -> !isOwnedElsewhere(other, "c"));
  }
}
