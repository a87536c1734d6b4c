package dev.animus4j.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.http.ScriptedServer.Request;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class HttpTest {
  private final Vertx vertx;
  private final Http http;

  HttpTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
  }

  @AfterEach
  void close() {
    http.close();
  }

  record TestRequest(String userPrompt, Integer imageCount) {}

  record TestResponse(String imageUrl) {}

  @Test
  void jsonGoesThereAndBackInSnakeCase() {
    ScriptedServer server =
        ScriptedServer.saying(vertx, HttpFixture.json("{\"image_url\":\"é\",\"x\":1}"));
    Endpoint endpoint = HttpFixture.endpoint(server).withCredentials(Credentials.key("secret"));
    TestResponse testResponse =
        http.json(endpoint.post("/v1/images", new TestRequest("a fox", null)), TestResponse.class)
            .blockingGet();
    assertThat(testResponse).isEqualTo(new TestResponse("é"));
    Request request = server.requests().get(0);
    assertThat(request.line()).isEqualTo("POST /v1/images HTTP/1.1");
    assertThat(request.body()).isEqualTo("{\"user_prompt\":\"a fox\"}");
    assertThat(request.header("authorization")).isEqualTo("Bearer secret");
    assertThat(request.header("accept")).isEqualTo("application/json");
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.header("user-agent")).isEqualTo("animus4j");
    assertThat(request.header("host")).isEqualTo("127.0.0.1:" + server.port());
  }

  @Test
  void withoutCredentialsThereIsNoAuthorization() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    http.json(HttpFixture.endpoint(server).get("x"), JsonNode.class).blockingGet();
    assertThat(server.requests().get(0).head().toLowerCase()).doesNotContain("authorization");
    assertThat(server.requests().get(0).header("content-length")).isEmpty();
  }

  @Test
  void aPostWithoutABodySaysSo() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    http.json(HttpFixture.endpoint(server).post("x", null), JsonNode.class).blockingGet();
    assertThat(server.requests().get(0).header("content-length")).isEqualTo("0");
    assertThat(server.requests().get(0).header("content-type")).isEmpty();
  }

  @Test
  void headersOfTheCallReplaceTheClientsAndBuffersAreSentAsTheyAre() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    HttpCall call =
        HttpFixture.endpoint(server)
            .post("x", Buffer.buffer("raw"))
            .withHeader("content-type", "text/csv")
            .withHeader("X-Key", "k")
            .withEventStream();
    http.json(call, JsonNode.class).blockingGet();
    Request request = server.requests().get(0);
    assertThat(request.body()).isEqualTo("raw");
    assertThat(request.header("content-type")).isEqualTo("text/csv");
    assertThat(request.header("x-key")).isEqualTo("k");
    assertThat(request.header("accept")).isEqualTo("text/event-stream");
    assertThat(request.header("cache-control")).isEqualTo("no-cache");
    assertThat(request.head().toLowerCase().split("content-type", -1)).hasSize(2);
  }

  @Test
  void nothingIsSentBeforeTheSubscriptionAndAllOfItForEach() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    Single<JsonNode> call =
        http.json(HttpFixture.endpoint(server).post("x", Map.of("a", 1)), JsonNode.class);
    assertThat(server.requests()).isEmpty();
    call.blockingGet();
    call.blockingGet();
    assertThat(server.requests())
        .extracting(Request::body)
        .containsExactly("{\"a\":1}", "{\"a\":1}");
  }

  @Test
  void aConnectionIsUsedAgain() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    Http one = Http.create(vertx, HttpOptions.defaults().withConnections(1));
    for (int i = 0; i < 5; i++) {
      one.json(HttpFixture.endpoint(server).get("x"), JsonNode.class).blockingGet();
    }
    assertThat(server.connected()).isEqualTo(1);
  }

  @Test
  void aReaderThatHasHeardEnoughKeepsTheConnectionWhenTheBodyEndsSoon() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HttpFixture.STREAM);
              peer.chunk("data: a\n\ndata: [DONE]\n\n");
              vertx.setTimer(20, id -> peer.lastChunk());
            });
    Vertx unhurried = new CountingVertx(vertx, 60).vertx();
    Http one = Http.create(unhurried, HttpOptions.defaults().withConnections(1));
    for (int i = 0; i < 3; i++) {
      assertThat(untilDone(one, server)).containsExactly("a");
    }
    assertThat(server.connected()).isEqualTo(1);
  }

  @Test
  void aReaderThatHasHeardEnoughDoesNotWaitForTheEndForLong() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HttpFixture.STREAM);
              peer.chunk("data: [DONE]\n\n");
            });
    assertThat(untilDone(http, server)).isEmpty();
    server.awaitOpen(0);
  }

  private static List<String> untilDone(Http http, ScriptedServer server) {
    return http.stream(
            HttpFixture.endpoint(server).get("x").withEventStream(),
            response -> response.events().takeWhile(event -> !event.hasData("[DONE]")))
        .map(ServerSentEvent::text)
        .toList()
        .blockingGet();
  }

  @Test
  void aWholeBodyIsHadAsBytes() {
    ScriptedServer server =
        ScriptedServer.saying(
            vertx, HttpFixture.answer("200 OK", "Content-Type: image/png", "PNG"));
    Buffer picture =
        http.stream(
                HttpFixture.endpoint(server).get("x"), response -> response.body(3).toFlowable())
            .blockingFirst();
    assertThat(picture).isEqualTo(Buffer.buffer("PNG"));
  }

  @Test
  void aCallOnAContextIsDeliveredOnThatContext(VertxTestContext test) {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    Set<Context> contexts = ConcurrentHashMap.newKeySet();
    Context home = vertx.getOrCreateContext();
    home.runOnContext(
        v ->
            http.stream(HttpFixture.endpoint(server).get("x"), response -> here(contexts, response))
                .doOnNext(json -> contexts.add(Vertx.currentContext()))
                .doOnComplete(() -> contexts.add(Vertx.currentContext()))
                .doOnComplete(() -> assertThat(contexts).containsExactly(home))
                .subscribe(json -> {}, test::failNow, test::completeNow));
  }

  @Test
  void aCallOutsideAContextIsDeliveredOnOneContext() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    Set<Context> contexts = ConcurrentHashMap.newKeySet();
    http.stream(HttpFixture.endpoint(server).get("x"), response -> here(contexts, response))
        .blockingSubscribe();
    assertThat(contexts).hasSize(1);
  }

  private static Flowable<JsonNode> here(Set<Context> contexts, StreamedResponse response) {
    contexts.add(Vertx.currentContext());
    return response.json(JsonNode.class).toFlowable();
  }

  @Test
  void aReadersOwnFailurePassesAndClosesTheConnection() {
    ScriptedServer server =
        new ScriptedServer(vertx, (peer, request) -> peer.say(HttpFixture.STREAM));
    http.stream(
            HttpFixture.endpoint(server).get("x"),
            response -> Flowable.error(new ArithmeticException()))
        .test()
        .awaitDone(30, SECONDS)
        .assertError(ArithmeticException.class);
    http.stream(
            HttpFixture.endpoint(server).get("x"),
            response -> {
              throw new ArithmeticException();
            })
        .test()
        .awaitDone(30, SECONDS)
        .assertError(ArithmeticException.class);
    server.awaitOpen(0);
  }

  @Test
  void aBodyCanBeReadOnce() {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    http.stream(
            HttpFixture.endpoint(server).get("x"),
            response -> response.bytes().ignoreElements().andThen(response.bytes()))
        .test()
        .awaitDone(30, SECONDS)
        .assertError(IllegalStateException.class);
  }

  @Test
  void aBodyCannotBeReadAfterItsCall() {
    ScriptedServer server =
        new ScriptedServer(vertx, (peer, request) -> peer.say(HttpFixture.STREAM));
    StreamedResponse response =
        http.stream(HttpFixture.endpoint(server).get("x"), Flowable::just).blockingFirst();
    server.awaitOpen(0);
    response.bytes().test().awaitDone(30, SECONDS).assertError(IllegalStateException.class);
  }

  @Test
  void anAnswerWithoutContentHasNoEvents() {
    ScriptedServer server = ScriptedServer.saying(vertx, "HTTP/1.1 204 No Content\r\n\r\n");
    http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::events)
        .test()
        .awaitDone(30, SECONDS)
        .assertResult();
  }
}
