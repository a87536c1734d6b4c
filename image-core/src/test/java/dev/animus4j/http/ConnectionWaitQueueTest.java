package dev.animus4j.http;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.http.ScriptedServer.Request;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

@VertxTest
class ConnectionWaitQueueTest {
  private final Queue<Peer> unanswered = new ConcurrentLinkedQueue<>();
  private final ScriptedServer server;
  private final Http http;

  ConnectionWaitQueueTest(Vertx vertx) {
    server = new ScriptedServer(vertx, this::keep);
    http = Http.create(vertx, HttpOptions.defaults().withConnections(1).withWaiting(2));
  }

  private void keep(Peer peer, Request request) {
    unanswered.add(peer);
  }

  @Test
  void aCancelledCallFreesItsPlaceAndIsNeverSent() {
    TestObserver<?> first = call("first");
    server.awaitRequests(1);
    TestObserver<?> leaving = call("leaving");
    TestObserver<?> staying = call("staying");
    call("none").awaitDone(30, SECONDS).assertError(AnimusException.Unavailable.class);

    leaving.dispose();
    TestObserver<?> last = call("last");
    for (TestObserver<?> served : List.of(first, staying, last)) {
      answer();
      served.awaitDone(30, SECONDS).assertComplete();
    }

    assertThat(server.requests())
        .extracting(Request::line)
        .containsExactly("GET /first HTTP/1.1", "GET /staying HTTP/1.1", "GET /last HTTP/1.1");
    assertThat(server.connected()).isEqualTo(1);
  }

  @Test
  void aHundredThatLeaveLetTheNextOneIn() {
    TestObserver<?> first = call("first");
    server.awaitRequests(1);
    for (int i = 0; i < 100; i++) {
      call("leaving").dispose();
    }
    TestObserver<?> last = call("last");
    answer();
    first.awaitDone(30, SECONDS).assertComplete();
    answer();
    last.awaitDone(30, SECONDS).assertComplete();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void cancellingARunningCallReleasesTheConnection() {
    TestObserver<?> first = call("first");
    server.awaitRequests(1);
    TestObserver<?> next = call("next");
    first.dispose();
    server.awaitRequests(2);
    eventually(() -> unanswered.size() == 2);
    unanswered.remove();
    unanswered.remove().say(HttpFixture.json("{}"));
    next.awaitDone(30, SECONDS).assertComplete();
  }

  private void answer() {
    eventually(() -> !unanswered.isEmpty());
    unanswered.remove().say(HttpFixture.json("{}"));
  }

  private TestObserver<?> call(String path) {
    return http.json(HttpFixture.endpoint(server).get(path), Object.class).test();
  }
}
