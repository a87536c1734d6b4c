package dev.animus4j.http;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class BackPressureTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int TOTAL = 64 * MEGABYTE;

  private final Vertx vertx;
  private final Http http;
  private final CountDownLatch full = new CountDownLatch(1);
  private volatile int written;

  BackPressureTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void aServerIsHeldBackUntilTheConsumerAsks() throws Exception {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> flood(peer));
    TestSubscriber<Buffer> consumer =
        http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::bytes).test(1);
    eventually(() -> consumer.values().size() >= 1);
    assertThat(full.await(30, SECONDS)).isTrue();
    assertThat(writtenInTheEnd()).isLessThan(TOTAL);
    consumer.assertValueCount(1);
    consumer.request(Long.MAX_VALUE);
    consumer.awaitDone(30, SECONDS).assertComplete();
    assertThat(consumer.values().stream().mapToInt(Buffer::length).sum()).isEqualTo(TOTAL);
  }

  private int writtenInTheEnd() {
    int before = -1;
    while (before < written) {
      before = written;
      vertx.timer(100).await();
    }
    return before;
  }

  /** Writes as fast as the network takes it. */
  private void flood(Peer peer) {
    if (written == 0) {
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
    }
    peer.socket().drainHandler(v -> flood(peer));
    while (written < TOTAL && !peer.socket().writeQueueFull()) {
      peer.socket().write(Buffer.buffer(new byte[MEGABYTE]));
      written += MEGABYTE;
    }
    full.countDown();
  }

  @Test
  void aSlowConsumerOnAnotherThreadGetsEverythingInOrder() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HttpFixture.STREAM);
              IntStream.range(0, 5000).forEach(i -> peer.chunk("data: " + i + "\n\n"));
              peer.lastChunk();
            });
    http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::events)
        .observeOn(Schedulers.computation(), false, 4)
        .map(event -> Integer.parseInt(event.text()))
        .toList()
        .test()
        .awaitDone(30, SECONDS)
        .assertValue(IntStream.range(0, 5000).boxed().toList());
  }

  @Test
  void bytesBeforeACutReachASlowConsumerBeforeTheFailure() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HttpFixture.STREAM);
              IntStream.range(0, 36).forEach(i -> peer.chunk("x".repeat(8192)));
              peer.close();
            });
    TestSubscriber<Buffer> consumer =
        http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::bytes).test(1);
    eventually(() -> consumer.values().size() >= 1);
    server.awaitOpen(0);
    vertx.timer(50).await();
    consumer.assertValueCount(1).assertNoErrors();
    consumer.request(Long.MAX_VALUE);
    consumer.awaitDone(30, SECONDS).assertError(AnimusException.Unavailable.class);
    assertThat(consumer.values().stream().mapToInt(Buffer::length).sum()).isEqualTo(36 * 8192);
  }

  @Test
  void aConsumerThatLeavesDoesNotStallTheConnectionForTheNextCall() {
    Http narrow = Http.create(vertx, HttpOptions.defaults().withConnections(1));
    String head = HttpFixture.STREAM.replace("text/event-stream", "application/json");
    String tooMuch = head + "b\r\ndata: 1234\n\r\n".repeat(24_100) + "0\r\n\r\n";
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (p, request) ->
                p.say(request.line().contains("/a") ? tooMuch : HttpFixture.json("{}")));
    for (int i = 0; i < 5; i++) {
      TestSubscriber<?> consumer =
          narrow.stream(HttpFixture.endpoint(server).get("a"), StreamedResponse::bytes).test(3);
      eventually(() -> consumer.values().size() >= 3);
      vertx.timer(50).await();
      consumer.cancel();
      narrow
          .json(HttpFixture.endpoint(server).get("b"), JsonNode.class)
          .timeout(30, SECONDS)
          .blockingGet();
    }
  }
}
