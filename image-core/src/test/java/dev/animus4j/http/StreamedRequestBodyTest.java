package dev.animus4j.http;

import static dev.animus4j.http.HttpFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@VertxTest
class StreamedRequestBodyTest {
  private static final String OK = HttpFixture.json("{\"n\":1}");

  private final Vertx vertx;
  private final Http http;

  StreamedRequestBodyTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
  }

  @Test
  void isSentWithItsLengthAndInItsOrder() {
    try (ScriptedServer server = ScriptedServer.saying(vertx, OK)) {
      sent(server, new StreamedRequestBody(9, pieces("one", "two", "six"))).assertComplete();

      assertThat(server.requests().get(0).body()).isEqualTo("onetwosix");
      assertThat(server.requests().get(0).header("content-length")).isEqualTo("9");
      assertThat(server.requests().get(0).header("transfer-encoding")).isEmpty();
    }
  }

  @Test
  void isReadAnewForEachAttempt() {
    AtomicInteger reads = new AtomicInteger();
    Flowable<Buffer> bytes = pieces("one").doOnSubscribe(read -> reads.incrementAndGet());
    try (ScriptedServer server = ScriptedServer.saying(vertx, OK)) {
      HttpCall call = HttpFixture.endpoint(server).post("/", new StreamedRequestBody(3, bytes));
      http.json(call, Object.class).repeat(2).test().awaitDone(30, TimeUnit.SECONDS);

      assertThat(reads.get()).isEqualTo(2);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void theFailureOfTheSourceIsTheFailureOfTheCall() {
    IllegalStateException broken = new IllegalStateException("no disk");
    try (ScriptedServer server = ScriptedServer.saying(vertx, OK)) {
      sent(server, new StreamedRequestBody(9, pieces("one").concatWith(Flowable.error(broken))))
          .assertError(broken);
      server.awaitOpen(0);
    }
  }

  @Test
  void aBodyOfAnotherLengthThanDeclaredIsNotSentCompletely() {
    try (ScriptedServer server = ScriptedServer.saying(vertx, OK)) {
      for (long length : new long[] {2, 4}) {
        var caller = sent(server, new StreamedRequestBody(length, pieces("one")));
        assertThat(failure(caller, AnimusException.InvalidRequest.class))
            .hasMessageContaining("not as long as was said");
      }
      server.awaitOpen(0);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void leavingStopsTheReading() throws Exception {
    UnicastProcessor<Buffer> source = UnicastProcessor.create();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    Flowable<Buffer> bytes =
        source.doOnNext(piece -> begun.countDown()).doOnCancel(left::countDown);
    source.onNext(Buffer.buffer("one"));
    try (ScriptedServer server = ScriptedServer.saying(vertx, OK)) {
      HttpCall call = HttpFixture.endpoint(server).post("/", new StreamedRequestBody(9, bytes));
      var caller = http.json(call, Object.class).test();
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

      caller.dispose();

      server.awaitOpen(0);
      assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anAnswerBeforeItsEndEndsItAndItsConnection() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    NetServer hasty =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.closeHandler(gone -> closed.countDown());
                  socket.handler(
                      piece -> socket.write(HttpFixture.answer("413 Too large", "A: b", "")));
                });
    int port = hasty.listen(0, "127.0.0.1").await().actualPort();
    Endpoint endpoint =
        Endpoint.of("acme", "http://127.0.0.1:" + port, Credentials.none(), HttpFixture.PATIENT);
    Flowable<Buffer> endless = pieces("one").concatWith(Flowable.never());

    var caller =
        http.json(endpoint.post("/", new StreamedRequestBody(9, endless)), Object.class).test();

    assertThat(failure(caller, AnimusException.InvalidRequest.class).origin().status())
        .isEqualTo(413);
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    hasty.close().await();
  }

  private TestObserver<Object> sent(
      ScriptedServer server, StreamedRequestBody streamedRequestBody) {
    return http.json(HttpFixture.endpoint(server).post("/", streamedRequestBody), Object.class)
        .test()
        .awaitDone(30, TimeUnit.SECONDS);
  }

  private static Flowable<Buffer> pieces(String... pieces) {
    return Flowable.fromArray(pieces).map(Buffer::buffer);
  }
}
