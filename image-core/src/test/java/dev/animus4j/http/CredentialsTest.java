package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Authentication;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.http.ScriptedServer.Request;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import io.vertx.junit5.Checkpoint;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class CredentialsTest {
  private static final long NOW = 1_800_000_000_000L;

  private final Vertx vertx;
  private final Http http;
  private final AtomicLong clock = new AtomicLong(NOW);
  private final Queue<String> handouts = new ArrayDeque<>();
  private final ScriptedServer backend;
  private final Credentials tokens;

  CredentialsTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
    backend = new ScriptedServer(vertx, this::handOut);
    tokens =
        new FetchedTokenCredentials(
            FetchedTokenCredentials.fetchToken(http, HttpFixture.endpoint(backend)), clock::get);
  }

  @AfterEach
  void close() {
    http.close();
  }

  private void handOut(Peer peer, Request request) {
    peer.say(handouts.remove());
  }

  @Test
  void aTokenIsAskedForAsTheOriginalDoes() {
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
    assertThat(tokens.token().blockingGet()).isEqualTo(jwt("a", 3600));
    Request request = backend.requests().get(0);
    assertThat(request.line()).isEqualTo("POST / HTTP/1.1");
    assertThat(request.header("accept")).isEqualTo("application/json");
    assertThat(request.header("content-type")).isEmpty();
    assertThat(request.body()).isEmpty();
    assertThat(request.head().toLowerCase()).doesNotContain("authorization");
  }

  @Test
  void aBackendMayWantHeadersItself() {
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
    Endpoint guarded = HttpFixture.endpoint(backend).withHeader("X-Session", "anna");
    assertThat(Credentials.tokenProvider(http, guarded).token().blockingGet()).isNotEmpty();
    assertThat(backend.requests().get(0).header("x-session")).isEqualTo("anna");
  }

  @Test
  void theNestedTokenIsPreferred() {
    String both =
        "{\"accessToken\":\"%s\",\"animus\":{\"token\":\"%s\"},\"livekit\":{\"voice\":{}}}";
    handouts.add(HttpFixture.json(both.formatted(jwt("outer", 3600), jwt("inner", 3600))));
    assertThat(tokens.token().blockingGet()).isEqualTo(jwt("inner", 3600));
  }

  @Test
  void aTokenIsKeptUntilAMinuteBeforeItExpires() {
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 100) + "\"}"));
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("b", 3600) + "\"}"));
    tokens.token().blockingGet();
    clock.addAndGet(39_999);
    assertThat(tokens.token().blockingGet()).isEqualTo(jwt("a", 100));
    clock.addAndGet(1);
    assertThat(tokens.token().blockingGet()).isEqualTo(jwt("b", 3600));
    assertThat(backend.requests()).hasSize(2);
  }

  @Test
  void callersAtTheSameTimeShareAFetchAndOneThatLeavesSpoilsNothing() {
    CompletableFuture<Peer> asked = new CompletableFuture<>();
    ScriptedServer slow = new ScriptedServer(vertx, (peer, request) -> asked.complete(peer));
    Credentials shared = Credentials.tokenProvider(http, slow.url());
    List<TestObserver<String>> callers =
        IntStream.range(0, 20).mapToObj(i -> shared.token().test()).toList();
    slow.awaitRequests(1);
    callers.get(0).dispose();
    asked.join().say(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
    callers.stream().skip(1).forEach(c -> c.awaitDone(30, TimeUnit.SECONDS).assertValueCount(1));
    callers.get(0).assertNotComplete();
    assertThat(slow.requests()).hasSize(1);
  }

  @Test
  void everyCallerHearsOnItsOwnContext(VertxTestContext test) throws Exception {
    CompletableFuture<Peer> asked = new CompletableFuture<>();
    ScriptedServer slow = new ScriptedServer(vertx, (peer, request) -> asked.complete(peer));
    Credentials shared = Credentials.tokenProvider(http, slow.url());
    Checkpoint heard = test.checkpoint(4);
    for (int caller = 0; caller < 4; caller++) {
      new Thread(() -> vertx.runOnContext(v -> hear(shared, test, heard))).start();
    }
    asked
        .get(30, TimeUnit.SECONDS)
        .say(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
  }

  private static void hear(Credentials shared, VertxTestContext test, Checkpoint heard) {
    var here = Vertx.currentContext();
    shared
        .token()
        .doOnSuccess(token -> assertThat(Vertx.currentContext()).isSameAs(here))
        .subscribe(token -> heard.flag(), test::failNow);
  }

  @Test
  void aFailedFetchIsNotRemembered() {
    handouts.add(HttpFixture.answer("503 Busy", "X: y", ""));
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
    HttpFixture.failure(tokens.token().test(), AnimusException.Unavailable.class);
    assertThat(tokens.token().blockingGet()).isEqualTo(jwt("a", 3600));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "x.y.z", "x.e30.z", "x.eyJleHAiOiJzb29uIn0.z", "x.W10.z", "x.!!.z"})
  void aTokenWithoutAnExpiryIsAnAuthenticationFailure(String token) {
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + token + "\"}"));
    HttpFixture.failure(tokens.token().test(), Authentication.class);
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
    assertThat(tokens.token().blockingGet()).isNotEmpty();
  }

  @Test
  void aTokenThatIsStaleOnArrivalServesOnce() {
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 30) + "\"}"));
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("b", 30) + "\"}"));
    assertThat(tokens.token().blockingGet()).isEqualTo(jwt("a", 30));
    assertThat(tokens.token().blockingGet()).isEqualTo(jwt("b", 30));
  }

  @Test
  void aRefusedTokenIsRenewedAndTheRequestRepeatedOnce() {
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("b", 3600) + "\"}"));
    ScriptedServer api = new ScriptedServer(vertx, this::onlyB);
    assertThat(call(api, tokens).blockingGet().path("ok").asBoolean()).isTrue();
    assertThat(api.requests()).extracting(Request::body).containsExactly("{\"a\":1}", "{\"a\":1}");
    call(api, tokens).blockingGet();
    assertThat(api.requests()).hasSize(3);
    assertThat(backend.requests()).hasSize(2);
  }

  private void onlyB(Peer peer, Request request) {
    boolean fine = request.header("authorization").equals("Bearer " + jwt("b", 3600));
    peer.say(fine ? HttpFixture.json("{\"ok\":true}") : HttpFixture.answer("401 No", "X: y", "{}"));
  }

  @Test
  void aSecondRefusalIsAnAuthenticationFailure() {
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("b", 3600) + "\"}"));
    ScriptedServer api = ScriptedServer.saying(vertx, HttpFixture.answer("401 No", "X: y", "{}"));
    Authentication failure = HttpFixture.failure(call(api, tokens).test(), Authentication.class);
    assertThat(failure.origin().status()).isEqualTo(401);
    assertThat(api.requests()).hasSize(2);
  }

  @Test
  void aKeyIsNotRenewedAndAForbiddenTokenIsNot() {
    ScriptedServer api = ScriptedServer.saying(vertx, HttpFixture.answer("401 No", "X: y", "{}"));
    HttpFixture.failure(call(api, Credentials.key("k")).test(), Authentication.class);
    assertThat(api.requests()).hasSize(1);
    handouts.add(HttpFixture.json("{\"accessToken\":\"" + jwt("a", 3600) + "\"}"));
    ScriptedServer forbidding =
        ScriptedServer.saying(vertx, HttpFixture.answer("403 No", "X: y", "{}"));
    HttpFixture.failure(call(forbidding, tokens).test(), Authentication.class);
    assertThat(forbidding.requests()).hasSize(1);
  }

  @Test
  void credentialsOfOnesOwnThatFailAreAnAuthenticationFailure() {
    Credentials broken = () -> Single.error(new IllegalStateException("vault sealed"));
    Authentication failure =
        HttpFixture.failure(call(backend, broken).test(), Authentication.class);
    assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(backend.requests()).isEmpty();
  }

  @Test
  void aTokenProviderNeedsAnAddress() {
    assertThatThrownBy(() -> Credentials.tokenProvider(http, "/api/token"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token provider: the base URL must start with http:// or https://");
  }

  private Single<JsonNode> call(ScriptedServer api, Credentials credentials) {
    Endpoint endpoint = HttpFixture.endpoint(api).withCredentials(credentials);
    return http.json(endpoint.post("chat", Map.of("a", 1)), JsonNode.class);
  }

  private static String jwt(String subject, int seconds) {
    String claims = "{\"sub\":\"" + subject + "\",\"exp\":" + (NOW / 1000 + seconds) + "}";
    return "e30."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))
        + ".s";
  }
}
