package dev.animus4j.http;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.http.ScriptedServer.Request;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cancelling ends the call for the server too, at whatever stage it is. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class HttpCancelTest {
  private final Vertx vertx;
  private final CountingVertx timers;
  private final Http http;

  HttpCancelTest(Vertx vertx) {
    this.vertx = vertx;
    timers = new CountingVertx(vertx);
    http = Http.create(timers.vertx(), HttpOptions.defaults().withConnections(1));
  }

  @AfterEach
  void close() {
    timers.awaitNone();
    http.close();
  }

  @Test
  void whileItWaitsForAConnection() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              if (!request.line().contains("first")) {
                peer.say(HttpFixture.json("{}"));
              }
            });
    Disposable first = call(server, "first").subscribe();
    server.awaitRequests(1);
    call(server, "second").subscribe().dispose();
    first.dispose();
    call(server, "third").blockingGet();
    assertThat(server.requests())
        .extracting(Request::line)
        .containsExactly("GET /first HTTP/1.1", "GET /third HTTP/1.1");
  }

  @Test
  void beforeAnythingWasDone() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    call(server, "x").test(true).assertEmpty();
    call(server, "y").blockingGet();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void beforeTheHead() {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> {});
    Disposable call = call(server, "x").subscribe();
    server.awaitRequests(1);
    call.dispose();
    server.awaitOpen(0);
  }

  @Test
  void inTheBody() {
    String half = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99\r\n\r\nPNG";
    ScriptedServer server = ScriptedServer.saying(vertx, half);
    TestSubscriber<?> consumer =
        http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::bytes).test();
    eventually(() -> consumer.values().size() >= 1);
    consumer.cancel();
    server.awaitOpen(0);
  }

  @Test
  void inAnEventStream() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HttpFixture.STREAM);
              peer.chunk("data: a\n\ndata: b\n\n");
            });
    http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::events)
        .take(1)
        .test()
        .awaitDone(30, SECONDS)
        .assertValueCount(1);
    server.awaitOpen(0);
  }

  @Test
  void fromItsOwnContextAtOnce() throws Exception {
    ScriptedServer server =
        new ScriptedServer(vertx, (peer, request) -> peer.say(HttpFixture.STREAM));
    CompletableFuture<Integer> pending = new CompletableFuture<>();
    vertx.runOnContext(
        v -> {
          Disposable call =
              http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::events)
                  .subscribe();
          vertx.setTimer(
              30,
              id -> {
                call.dispose();
                pending.complete(timers.pending());
              });
        });
    assertThat(pending.get(30, SECONDS)).isZero();
    server.awaitOpen(0);
  }

  @Test
  void aCancelledCallDoesNoHarmToTheNextOnTheSameConnection() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    for (int i = 0; i < 50; i++) {
      call(server, "x").subscribe().dispose();
      assertThat(call(server, "y").timeout(30, SECONDS).blockingGet()).isNotNull();
    }
  }

  private Single<JsonNode> call(ScriptedServer server, String path) {
    return http.json(HttpFixture.endpoint(server).get(path), JsonNode.class);
  }

  @Test
  void manyCallsEndedAtAnyMomentLeaveNothingBehind() {
    Http shared = Http.create(timers.vertx(), HttpOptions.defaults().withConnections(8));
    ScriptedServer server = new ScriptedServer(vertx, this::trickle);
    HttpCall call = HttpFixture.endpoint(server).get("x").withEventStream();
    Random random = new Random(1);
    Flowable.range(0, 2000)
        .flatMapCompletable(
            i ->
                shared.stream(call, StreamedResponse::events)
                    .takeUntil(Flowable.timer(random.nextInt(12), MILLISECONDS))
                    .ignoreElements(),
            false,
            64)
        .test()
        .awaitDone(30, SECONDS)
        .assertComplete();
    timers.awaitNone();
    for (int i = 0; i < 16; i++) {
      shared.stream(call, StreamedResponse::events)
          .test()
          .awaitDone(30, SECONDS)
          .assertValueCount(3);
    }
  }

  private void trickle(Peer peer, Request request) {
    peer.say(HttpFixture.STREAM);
    peer.chunk("data: 1\n\n");
    vertx.setTimer(2, id -> peer.chunk("data: 2\n\n"));
    vertx.setTimer(
        4,
        id -> {
          peer.chunk("data: 3\n\n");
          peer.lastChunk();
        });
  }
}
