package dev.animus4j.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.http.ScriptedServer.Request;
import dev.animus4j.http.TransportFaultTest.Way;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that had carried other calls and dies before any byte is replaced once. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class StaleConnectionTest {
  private final Vertx vertx;
  private final Http http;
  private final Map<Peer, Integer> served = new HashMap<>();

  StaleConnectionTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
  }

  @AfterEach
  void close() {
    http.close();
  }

  /** A server that answers the first request of each connection, and does this to the second. */
  private ScriptedServer server(Consumer<Peer> second) {
    return new ScriptedServer(
        vertx,
        (peer, request) -> {
          if (served.merge(peer, 1, Integer::sum) == 1) {
            peer.say(HttpFixture.json("{\"n\":1}"));
          } else {
            second.accept(peer);
          }
        });
  }

  private int send(Way way, HttpCall call) {
    JsonNode answer = way.send(http, call).timeout(30, SECONDS).blockingGet();
    return answer.path("n").asInt();
  }

  @ParameterizedTest
  @EnumSource
  void theCallIsSentAgain(Way way) {
    ScriptedServer closing = server(Peer::close);
    ScriptedServer resetting = server(Peer::reset);
    for (int i = 0; i < 5; i++) {
      assertThat(send(way, HttpFixture.endpoint(closing).post("x", Map.of("i", i)))).isOne();
      assertThat(send(way, HttpFixture.endpoint(resetting).post("x", Map.of("i", i)))).isOne();
    }
    assertThat(closing.requests()).hasSize(9);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamedRequestIsReadAgain(Way way) {
    ScriptedServer server = server(Peer::close);
    StreamedRequestBody body = new StreamedRequestBody(2, Flowable.just(Buffer.buffer("{}")));
    send(way, HttpFixture.endpoint(server).post("x", body));
    send(way, HttpFixture.endpoint(server).post("x", body));
    assertThat(server.requests()).hasSize(3).extracting(Request::body).containsOnly("{}");
  }

  @ParameterizedTest
  @EnumSource
  void aResponseThatHasBegunIsNotRepeated(Way way) {
    ScriptedServer server =
        server(
            peer -> {
              peer.say("HTTP/1.1 200 O");
              peer.close();
            });
    send(way, HttpFixture.endpoint(server).get("x"));
    assertThat(failure(way, server).mayHaveRun()).isTrue();
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aNewConnectionThatDiesIsNotReplaced(Way way) {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> peer.close());
    assertThat(failure(way, server).mayHaveRun()).isTrue();
    assertThat(server.requests()).hasSize(1);
  }

  private AnimusException failure(Way way, ScriptedServer server) {
    return HttpFixture.failure(
        way.send(http, HttpFixture.endpoint(server).get("x")).test(),
        AnimusException.Unavailable.class);
  }

  @ParameterizedTest
  @EnumSource
  void aTokenIsStillRenewedOnce(Way way) {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              boolean renewed = request.header("x-key").equals("new");
              peer.say(
                  renewed
                      ? HttpFixture.json("{\"n\":2}")
                      : HttpFixture.answer("401 No", "Content-Type: text/plain", ""));
            });
    Endpoint endpoint =
        HttpFixture.endpoint(server)
            .withAuthentication(AuthenticationScheme.header("X-Key"))
            .withCredentials(new RenewableKey());
    assertThat(send(way, endpoint.get("x"))).isEqualTo(2);
    assertThat(server.requests()).extracting(r -> r.header("x-key")).containsExactly("old", "new");
    assertThat(server.requests()).extracting(r -> r.header("authorization")).containsOnly("");
  }

  private static final class RenewableKey implements Credentials {
    private volatile String key = "old";

    @Override
    public Single<String> token() {
      return Single.fromCallable(() -> key);
    }

    @Override
    public boolean renew(String refusedToken) {
      key = "new";
      return true;
    }
  }
}
