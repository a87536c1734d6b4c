package dev.animus4j.http;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.AnimusException.TimedOut;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every limit really ends its call, closes the connection, and leaves no timer behind. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class HttpTimeoutTest {
  private static final HttpOptions NARROW = HttpOptions.defaults().withConnections(1);

  private final Vertx vertx;
  private final CountingVertx timers;
  private final Http http;

  HttpTimeoutTest(Vertx vertx) {
    this.vertx = vertx;
    timers = new CountingVertx(vertx);
    http = Http.create(timers.vertx(), NARROW);
  }

  @AfterEach
  void close() {
    timers.awaitNone();
    http.close();
  }

  @Test
  void waitingForAConnectionIsLimitedAndNothingIsSentAfterwards() {
    ScriptedServer server = new ScriptedServer(vertx, this::answerTheThird);
    TestObserver<?> first = http.json(HttpFixture.endpoint(server).get("1"), JsonNode.class).test();
    server.awaitRequests(1);
    Timeouts hasty = HttpFixture.PATIENT.withConnect(HttpFixture.millis(80));
    TimedOut failure =
        timedOut(HttpFixture.endpoint(server).withTimeouts(hasty).get("2"), Limit.CONNECT);
    assertThat(failure.mayHaveRun()).isFalse();
    assertThat(failure).hasMessageStartingWith("acme: connecting took longer than 80 ms.");
    first.dispose();
    http.json(HttpFixture.endpoint(server).get("3"), JsonNode.class).blockingGet();
    assertThat(server.requests())
        .extracting(ScriptedServer.Request::line)
        .containsExactly("GET /1 HTTP/1.1", "GET /3 HTTP/1.1");
  }

  private void answerTheThird(Peer peer, ScriptedServer.Request request) {
    if (request.line().contains("3")) {
      peer.say(HttpFixture.json("{}"));
    }
  }

  @Test
  void aTlsHandshakeThatIsNotAnsweredIsLimited() {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> {});
    Timeouts limits = HttpFixture.PATIENT.withConnect(HttpFixture.millis(80));
    String url = "https://127.0.0.1:" + server.port();
    timedOut(Endpoint.of("acme", url, Credentials.none(), limits).get("x"), Limit.CONNECT);
  }

  @Test
  void theFirstByteIsLimited() {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> {});
    TimedOut failure =
        timedOut(
            limited(server, HttpFixture.PATIENT.withFirstByte(HttpFixture.millis(80))),
            Limit.FIRST_BYTE);
    assertThat(failure.mayHaveRun()).isTrue();
    server.awaitOpen(0);
  }

  @Test
  void aStallInTheBodyIsLimited() {
    ScriptedServer server =
        ScriptedServer.saying(
            vertx,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a");
    timedOut(limited(server, HttpFixture.PATIENT.withGap(HttpFixture.millis(80))), Limit.GAP);
    server.awaitOpen(0);
  }

  @Test
  void aBodyThatNeverBeginsIsLimited() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.STREAM);
    timedOutStream(limited(server, HttpFixture.PATIENT.withGap(HttpFixture.millis(80))), Limit.GAP);
    server.awaitOpen(0);
  }

  /** A machine that stops for longer than the gap is given another try, with a longer one. */
  @Test
  void anyBytesRestartTheGapEvenComments() {
    assertThat(LongStream.of(300, 1000, 3000).anyMatch(this::outlasts)).isTrue();
  }

  /** Whether a body of comments, which takes twice as long as the gap, is read to its end. */
  private boolean outlasts(long gap) {
    int times = (int) (2 * gap / 20);
    ScriptedServer server =
        new ScriptedServer(vertx, (peer, request) -> drip(peer, ": still there\n\n", times));
    HttpCall call = limited(server, HttpFixture.PATIENT.withGap(HttpFixture.millis(gap)));
    TestSubscriber<String> consumer =
        http.stream(call, StreamedResponse::events).map(ServerSentEvent::text).test();
    return consumer.awaitDone(30, SECONDS).values().equals(List.of("end"));
  }

  @Test
  void theTotalIsLimitedHoweverBusyTheBodyIs() {
    ScriptedServer server =
        new ScriptedServer(vertx, (peer, request) -> drip(peer, "data: x\n\n", 1000));
    timedOutStream(
        limited(server, HttpFixture.PATIENT.withTotal(HttpFixture.millis(150))), Limit.TOTAL);
    server.awaitOpen(0);
  }

  @Test
  void theTotalIncludesWhatTheReaderDoesAfterTheBody() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    HttpCall call = limited(server, HttpFixture.PATIENT.withTotal(HttpFixture.millis(150)));
    TestObserver<?> caller =
        http.stream(
                call, response -> response.json(JsonNode.class).toFlowable().concatWith(never()))
            .toObservable()
            .test();
    assertThat(HttpFixture.failure(caller, TimedOut.class).limit()).isEqualTo(Limit.TOTAL);
  }

  private static Flowable<JsonNode> never() {
    return Flowable.never();
  }

  @Test
  void aConsumerThatPausesIsNotTheServersGap() {
    CountDownLatch said = new CountDownLatch(1);
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HttpFixture.STREAM + Peer.chunked("data: a\n\ndata: b\n\n"));
              vertx.setTimer(
                  500,
                  id -> {
                    peer.lastChunk();
                    said.countDown();
                  });
            });
    HttpCall call = limited(server, HttpFixture.PATIENT.withGap(HttpFixture.millis(200)));
    TestSubscriber<String> consumer =
        http.stream(call, StreamedResponse::events).map(ServerSentEvent::text).test(1);
    assertThat(await(said)).isTrue();
    eventually(() -> consumer.values().size() >= 1);
    consumer.assertValues("a").assertNotComplete().assertNoErrors();
    consumer.request(10);
    consumer.awaitDone(30, SECONDS).assertResult("a", "b");
  }

  @Test
  void theGapCountsAgainOnceTheConsumerAsksAgain() {
    ScriptedServer server =
        new ScriptedServer(
            vertx, (peer, request) -> peer.say(HttpFixture.STREAM + Peer.chunked("data: a\n\n")));
    HttpCall call = limited(server, HttpFixture.PATIENT.withGap(HttpFixture.millis(200)));
    TestSubscriber<?> consumer = http.stream(call, StreamedResponse::events).test(1);
    eventually(() -> consumer.values().size() >= 1);
    consumer.assertNoErrors();
    consumer.request(1);
    consumer.awaitDone(30, SECONDS).assertError(e -> ((TimedOut) e).limit() == Limit.GAP);
  }

  @Test
  void theReaderMayAllowALesserGapThanTheCall() {
    ScriptedServer server =
        new ScriptedServer(
            vertx, (peer, request) -> peer.say(HttpFixture.STREAM + Peer.chunked("data: a\n\n")));
    http.stream(
            limited(server, HttpFixture.PATIENT),
            response ->
                response
                    .events()
                    .doOnNext(
                        event -> {
                          response.limitGap(HttpFixture.millis(80));
                          response.limitGap(HttpFixture.millis(1_000_000));
                        }))
        .test()
        .awaitDone(30, SECONDS)
        .assertValueCount(1)
        .assertError(e -> ((TimedOut) e).limit() == Limit.GAP);
    server.awaitOpen(0);
  }

  @Test
  void aCallTakesOneTimerHoweverManyPiecesItHas() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HttpFixture.STREAM);
              for (int i = 0; i < 1000; i++) {
                peer.chunk("data: x\n\n");
              }
              peer.lastChunk();
            });
    http.stream(limited(server, HttpFixture.PATIENT), StreamedResponse::events)
        .test()
        .awaitDone(30, SECONDS)
        .assertValueCount(1000)
        .assertComplete();
    assertThat(timers.set()).isEqualTo(1);
    assertThat(timers.pending()).isZero();
  }

  private void drip(Peer peer, String piece, int times) {
    peer.say(HttpFixture.STREAM);
    int[] left = {times};
    vertx.setPeriodic(
        20,
        id -> {
          peer.chunk(left[0] > 0 ? piece : "data: end\n\n");
          if (left[0]-- <= 0) {
            vertx.cancelTimer(id);
            peer.lastChunk();
          }
        });
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpCall limited(ScriptedServer server, Timeouts timeouts) {
    return HttpFixture.endpoint(server).withTimeouts(timeouts).get("x");
  }

  private TimedOut timedOut(HttpCall call, Limit limit) {
    TimedOut failure = HttpFixture.failure(http.json(call, JsonNode.class).test(), TimedOut.class);
    assertThat(failure.limit()).isEqualTo(limit);
    return failure;
  }

  private void timedOutStream(HttpCall call, Limit limit) {
    TestObserver<?> caller = http.stream(call, StreamedResponse::events).toObservable().test();
    assertThat(HttpFixture.failure(caller, TimedOut.class).limit()).isEqualTo(limit);
  }
}
