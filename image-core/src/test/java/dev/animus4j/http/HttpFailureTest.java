package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the subscriber is told when the network or the answer is broken. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class HttpFailureTest {
  private final Vertx vertx;
  private final Http http;

  HttpFailureTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
  }

  @AfterEach
  void close() {
    http.close();
  }

  record Reply(int count) {}

  @Test
  void aRefusedConnectionNamesThePlaceAndNotTheQuery() {
    Endpoint nobody = endpoint("http://127.0.0.1:1");
    AnimusException.Unavailable failure =
        failed(
            nobody.get("x").withQueryParameter("prompt", "secret"),
            AnimusException.Unavailable.class);
    assertThat(failure.mayHaveRun()).isFalse();
    assertThat(failure).hasMessage("acme: connection refused (127.0.0.1:1). Try again later.");
  }

  @Test
  void anUnknownHostNamesIt() {
    AnimusException.Unavailable failure =
        failed(endpoint("http://no.such.host.invalid").get("x"), AnimusException.Unavailable.class);
    assertThat(failure.mayHaveRun()).isFalse();
    assertThat(failure).hasMessageStartingWith("acme: unknown host (no.such.host.invalid:80)");
  }

  @Test
  void aKeyThatIsNoHeaderIsTheCallersMistakeAndIsNotShown() {
    Endpoint endpoint = endpoint("http://127.0.0.1:9").withCredentials(Credentials.key("sec\nret"));
    AnimusException.InvalidRequest failure =
        failed(endpoint.get("x"), AnimusException.InvalidRequest.class);
    assertThat(failure)
        .hasMessageStartingWith("acme: a header has an illegal character.")
        .hasNoCause();
  }

  @Test
  void aServerThatDoesNotSpeakTlsIsUnavailable() {
    ScriptedServer plain =
        new ScriptedServer(vertx, (peer, request) -> {}).greeting("HTTP/1.1 400 Bad\r\n\r\n");
    AnimusException.Unavailable failure =
        failed(
            endpoint("https://127.0.0.1:" + plain.port()).get("x"),
            AnimusException.Unavailable.class);
    assertThat(failure.mayHaveRun()).isFalse();
    assertThat(failure).hasMessageStartingWith("acme: no secure connection (127.0.0.1:");
  }

  @Test
  void aConnectionBrokenBeforeTheHeadMayHaveRun() {
    for (ScriptedServer.Script script : closings()) {
      ScriptedServer server = new ScriptedServer(vertx, script);
      AnimusException.Unavailable failure = failed(server, AnimusException.Unavailable.class);
      assertThat(failure.mayHaveRun()).isTrue();
      assertThat(failure).hasMessageContaining("broke before the answer");
    }
  }

  private static ScriptedServer.Script[] closings() {
    return new ScriptedServer.Script[] {
      (peer, request) -> peer.reset(),
      (peer, request) -> peer.close(),
      (peer, request) -> {
        peer.say("HTTP/1.1 200 O");
        peer.close();
      }
    };
  }

  @Test
  void aCutBodyIsCutShortWhateverFramesIt() {
    cutShort(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"co");
    cutShort(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "b\r\n{\"count\":1}\r\n");
  }

  private void cutShort(String beginning) {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(beginning);
              peer.close();
            });
    AnimusException cut = failed(server, AnimusException.Unavailable.class);
    assertThat(cut).hasMessageStartingWith("acme: the answer was cut short (HTTP 200).");
    assertThat(cut.mayHaveRun()).isTrue();
  }

  @Test
  void anEventStreamThatIsCutDeliversWhatItHad() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HttpFixture.STREAM);
              peer.chunk("data: a\n\ndata: b\n\ndata: c");
              peer.close();
            });
    http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::events)
        .map(ServerSentEvent::text)
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertFailure(AnimusException.Unavailable.class, "a", "b");
  }

  @Test
  void aPageWhereJsonIsExpectedIsNamed() {
    String page =
        HttpFixture.answer("200 OK", "Content-Type: text/html; charset=utf-8", "<html>hi</html>");
    ScriptedServer server = ScriptedServer.saying(vertx, page);
    assertThat(failed(server, AnimusException.Protocol.class))
        .hasMessageContaining("the answer is text/html, not JSON");
  }

  @Test
  void nonsenseWhereAnEventStreamIsExpectedIsNamed() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("7"));
    TestObserver<?> caller =
        http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::events)
            .toObservable()
            .test();
    assertThat(HttpFixture.failure(caller, AnimusException.Protocol.class))
        .hasMessageContaining("the answer is application/json, not an event stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"count\":1}]", "nonsense", "{\"count\":\"topsecret\"}", "[]"})
  void jsonThatCannotBeReadIsAProtocolFailureThatQuotesNothing(String body) {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json(body));
    AnimusException.Protocol failure = failed(server, AnimusException.Protocol.class);
    assertThat(failure).hasMessageContaining("not a valid Reply (line 1, column ");
    assertThat(failure).hasMessageNotContaining("topsecret").hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"count\":", "{\"count\":1"})
  void jsonThatEndsTooEarlyMayBeAskedForAgain(String body) {
    String close = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(close + body);
              peer.close();
            });
    AnimusException failure = failed(server, AnimusException.Unavailable.class);
    assertThat(failure.isTransient()).isTrue();
    assertThat(failure.mayHaveRun()).isTrue();
  }

  @Test
  void nullIsNoAnswer() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("null"));
    assertThat(failed(server, AnimusException.Protocol.class))
        .hasMessageContaining("the answer is null");
  }

  @Test
  void jsonWithoutAMediaTypeIsReadAllTheSame() {
    ScriptedServer server =
        ScriptedServer.saying(vertx, HttpFixture.answer("200 OK", "X: y", "{\"count\":1}"));
    assertThat(http.json(HttpFixture.endpoint(server).get("x"), Reply.class).blockingGet().count())
        .isEqualTo(1);
  }

  @Test
  void anAnswerThatSaysItIsTooLargeIsNotRead() {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n";
    tooLarge(ScriptedServer.saying(vertx, head + "[1"));
  }

  @Test
  void anAnswerThatTurnsOutTooLargeIsNotReadToItsEnd() {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(head);
              endless(peer);
            });
    tooLarge(server);
  }

  private void endless(Peer peer) {
    peer.chunk("1, ".repeat(300));
    vertx.setTimer(1, id -> endless(peer));
  }

  private void tooLarge(ScriptedServer server) {
    Http small = Http.create(vertx, HttpOptions.defaults().withMaxJsonBytes(1000));
    TestObserver<?> caller = small.json(HttpFixture.endpoint(server).get("x"), Reply.class).test();
    assertThat(HttpFixture.failure(caller, AnimusException.Protocol.class))
        .hasMessageContaining("the answer is larger than 1000 bytes");
    server.awaitOpen(0);
  }

  @Test
  void brokenHttpIsAFailureToo() {
    ScriptedServer server = ScriptedServer.saying(vertx, "SMTP ready\r\n\r\n");
    assertThat(failed(server, AnimusException.class).mayHaveRun()).isTrue();
  }

  @Test
  void tooManyWaitingCallsFailAtOnce() {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> {});
    Http narrow = Http.create(vertx, HttpOptions.defaults().withConnections(1).withWaiting(1));
    HttpCall call = HttpFixture.endpoint(server).get("x");
    narrow.json(call, JsonNode.class).test();
    server.awaitRequests(1);
    narrow.json(call, JsonNode.class).test();
    AnimusException.Unavailable failure =
        HttpFixture.failure(
            narrow.json(call, JsonNode.class).test(), AnimusException.Unavailable.class);
    assertThat(failure).hasMessageContaining("too many calls wait for a connection");
    assertThat(failure.mayHaveRun()).isFalse();
  }

  @Test
  void closingTheClientCancelsItsCalls() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              if (request.line().contains("stream")) {
                peer.say(HttpFixture.STREAM);
              }
            });
    TestObserver<?> waiting = http.json(HttpFixture.endpoint(server).get("x"), Reply.class).test();
    TestObserver<?> reading =
        http.stream(HttpFixture.endpoint(server).get("stream"), StreamedResponse::events)
            .toObservable()
            .test();
    server.awaitRequests(2);
    http.close();
    HttpFixture.failure(waiting, AnimusException.Cancelled.class);
    HttpFixture.failure(reading, AnimusException.Cancelled.class);
    failed(server, AnimusException.Cancelled.class);
    server.awaitOpen(0);
  }

  private <T extends AnimusException> T failed(ScriptedServer server, Class<T> type) {
    return failed(HttpFixture.endpoint(server).get("x"), type);
  }

  private <T extends AnimusException> T failed(HttpCall call, Class<T> type) {
    return HttpFixture.failure(http.json(call, Reply.class).test(), type);
  }

  private static Endpoint endpoint(String url) {
    return Endpoint.of("acme", url, Credentials.none(), HttpFixture.PATIENT);
  }
}
