package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.ProxyOptions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class HttpLogTest {
  private static final String KEY = "Zq7+tR4/w=Kx9-Lm2.Vb8_Nc5";
  private static final String PICTURE = "A".repeat(4000);

  private final Vertx vertx;
  private final List<HttpLogEvent> events = new CopyOnWriteArrayList<>();
  private final Http http;

  HttpLogTest(Vertx vertx) {
    this.vertx = vertx;
    this.http = Http.create(vertx, HttpOptions.defaults().withLog(events::add));
  }

  @AfterEach
  void close() {
    http.close();
  }

  private HttpCall call(ScriptedServer server) {
    return HttpFixture.endpoint(server)
        .withCredentials(Credentials.key(KEY))
        .post("chat", Map.of("prompt", "a fox", "image", PICTURE, "echo", KEY))
        .withQueryParameter("key", KEY)
        .withHeader("X-Trace", "t1")
        .withHeader("X-Api-Key", "short");
  }

  @Test
  void tellsRequestAndResponseWithoutSecretsAndPictures() {
    String body = "{\"words\":\"hi " + KEY + "\",\"b64\":\"" + PICTURE + "\"}";
    String head = "Set-Cookie: a=b\r\nContent-Type: application/json";
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.answer("200 OK", head, body));

    http.json(call(server), JsonNode.class).test().awaitDone(30, TimeUnit.SECONDS).assertComplete();

    assertThat(events).hasSize(2);
    HttpLogEvent.Request request = (HttpLogEvent.Request) events.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.url()).isEqualTo(server.url() + "/chat?key=…");
    assertThat(request.headers())
        .containsEntry("X-Trace", "t1")
        .containsEntry("X-Api-Key", "…")
        .containsEntry("Authorization", "…");
    assertThat(request.body()).contains("\"a fox\"", "\"(4000 characters)\"", "\"echo\":\"…\"");
    HttpLogEvent.Response response = (HttpLogEvent.Response) events.get(1);
    assertThat(response.attempt()).isEqualTo(request.attempt());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("Set-Cookie", "…");
    assertThat(response.body()).isEqualTo("{\"words\":\"hi …\",\"b64\":\"(4000 characters)\"}");
    assertThat(response.total()).isGreaterThanOrEqualTo(response.firstByte()).isPositive();
    assertThat(events.toString()).doesNotContain(KEY);
  }

  @Test
  void ofALongStreamTellsTheBeginning() {
    String piece = "data: many words\n\n".repeat(2000);
    String chunk = Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n";
    String stream = HttpFixture.STREAM + chunk.repeat(5) + "0\r\n\r\n";
    ScriptedServer server = ScriptedServer.saying(vertx, stream);

    http.stream(call(server), response -> response.events().take(10_000))
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertValueCount(10_000)
        .assertComplete();

    assertThat(((HttpLogEvent.Response) events.get(1)).body())
        .startsWith("data: many words\n\n")
        .endsWith("… (" + 5 * piece.length() + " bytes)")
        .hasSizeLessThan(17_000);
  }

  @Test
  void tellsARefusalAsResponseAndFailure() {
    String body = "{\"error\":{\"message\":\"no " + KEY + "\"}}";
    String head = "Content-Type: application/json";
    ScriptedServer server =
        ScriptedServer.saying(vertx, HttpFixture.answer("400 Bad Request", head, body));

    HttpFixture.failure(
        http.json(call(server), JsonNode.class).test(), AnimusException.InvalidRequest.class);

    assertThat(((HttpLogEvent.Response) events.get(1)).body()).contains("no …");
    assertThat(((HttpLogEvent.Failure) events.get(2)).cause())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("no …");
    assertThat(events).hasSize(3);
    assertThat(events.toString()).doesNotContain(KEY);
  }

  @Test
  void tellsAFailureWithoutAResponseAndACancellation() {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> {});
    var caller = http.json(call(server), JsonNode.class).test();
    server.awaitRequests(1);
    caller.dispose();
    server.awaitOpen(0);
    assertThat(((HttpLogEvent.Failure) events.get(1)).cause())
        .isInstanceOf(AnimusException.Cancelled.class);

    Endpoint nobody =
        Endpoint.of("a", "http://127.0.0.1:1", Credentials.none(), HttpFixture.PATIENT);
    HttpFixture.failure(
        http.json(nobody.get("x"), JsonNode.class).test(), AnimusException.Unavailable.class);
    assertThat(events).hasSize(4);
    assertThat(events.get(3).toString()).contains(" failed in ", "connection refused");
  }

  @Test
  void aLogThatThrowsDisturbsNobody() {
    HttpLog faulty =
        event -> {
          throw new IllegalStateException("full");
        };
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    try (Http other = Http.create(vertx, HttpOptions.defaults().withLog(faulty))) {
      other
          .json(call(server), JsonNode.class)
          .test()
          .awaitDone(30, TimeUnit.SECONDS)
          .assertComplete();
    }
    http.json(call(server), JsonNode.class).test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
    assertThatNoException().isThrownBy(() -> events.forEach(HttpLog.debug()::log));
  }

  @Test
  void credentialsOfProxiesAndWhatLooksLikeAKeyAreSecretsToo() {
    ProxyOptions proxy = new ProxyOptions().setUsername("ann").setPassword("hunter2hunter2");
    HttpCall call =
        Endpoint.of("a", "http://127.0.0.1:1", Credentials.none(), Timeouts.chat())
            .get("")
            .withHeader("X-Portal", "pK9fQ2xV7bN4mS8d")
            .withHeader("X-Title", "My wonderful Application 2000");
    RequestSecrets secrets = new RequestSecrets(call, "", Proxies.of(proxy));
    String basic = Base64.getEncoder().encodeToString("ann:hunter2hunter2".getBytes(UTF_8));
    assertThat(secrets.redact("no hunter2hunter2")).isEqualTo("no …");
    assertThat(secrets.redact("Proxy-Authorization: Basic " + basic)).doesNotContain(basic);
    assertThat(secrets.redact("portal pK9fQ2xV7bN4mS8d")).isEqualTo("portal …");
    assertThat(secrets.redact("My wonderful Application 2000"))
        .isEqualTo("My wonderful Application 2000");
    assertThat(new RequestSecrets(call, "local").redact("a local model"))
        .isEqualTo("a local model");
  }
}
