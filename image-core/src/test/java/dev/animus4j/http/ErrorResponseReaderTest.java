package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers outside 2xx, and errors inside a 2xx. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class ErrorResponseReaderTest {
  private final Vertx vertx;
  private final Http http;

  ErrorResponseReaderTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalidRequest, false, false",
    "401, authentication, false, false",
    "402, quotaExhausted, false, false",
    "403, authentication, false, false",
    "404, invalidRequest, false, false",
    "405, invalidRequest, false, false",
    "408, unavailable, true, false",
    "409, unavailable, true, false",
    "410, invalidRequest, false, false",
    "413, invalidRequest, false, false",
    "422, invalidRequest, false, false",
    "429, rateLimited, true, false",
    "498, unavailable, true, false",
    "500, unavailable, true, true",
    "502, unavailable, true, true",
    "503, unavailable, true, false",
    "504, unavailable, true, true",
    "529, unavailable, true, false",
    "302, protocol, false, true",
    "304, protocol, false, true"
  })
  void theStatusSaysWhatCanBeDone(int status, String kind, boolean again, boolean mayHaveRun) {
    AnimusException failure = refused(HttpFixture.answer(status + " Reason", "X: y", ""));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.isTransient()).isEqualTo(again);
    assertThat(failure.mayHaveRun()).isEqualTo(mayHaveRun);
    assertThat(failure.origin().status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "400, true, unavailable, true",
    "400, false, invalidRequest, false",
    "401, true, authentication, false",
    "402, true, quotaExhausted, false",
    "429, false, quotaExhausted, false",
    "429, true, rateLimited, true",
    "500, false, invalidRequest, false",
    "503, false, invalidRequest, false",
    "503, maybe, unavailable, true"
  })
  void aServerOfTheDialectMayKnowBetterWhetherToRepeat(
      int status, String advice, String kind, boolean again) {
    String answer = HttpFixture.answer(status + " Reason", "x-should-retry: " + advice, "{}");
    Endpoint endpoint =
        HttpFixture.endpoint(ScriptedServer.saying(vertx, answer))
            .withFailures(FailureMapping.openAi());
    AnimusException failure = refused(endpoint);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.isTransient()).isEqualTo(again);
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, X-RateLimit-Remaining-Requests: 0, 2",
    "429 No, X-RateLimit-Remaining-Tokens: 0, 3",
    "200 OK, X-RateLimit-Remaining-Requests: 1, 0",
    "200 OK, Nothing: said, 0"
  })
  void aUsedUpRateLimitIsToldWhateverTheAnswer(String status, String remaining, long seconds) {
    String resets = "X-RateLimit-Reset-Requests: 2s\r\nX-RateLimit-Reset-Tokens: 3s";
    String answer = HttpFixture.answer(status, remaining + "\r\n" + resets, "{}");
    List<Duration> told = new CopyOnWriteArrayList<>();
    Endpoint endpoint =
        HttpFixture.endpoint(ScriptedServer.saying(vertx, answer)).withWhenUsedUp(told::add);
    http.json(endpoint.get("x"), JsonNode.class).test().awaitDone(30, TimeUnit.SECONDS);
    assertThat(told).isEqualTo(seconds == 0 ? List.of() : List.of(Duration.ofSeconds(seconds)));
  }

  @Test
  void theTokenIsNotRepeatedWhateverItLooksLike() {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) ->
                peer.say(
                    HttpFixture.answer(
                        "401 No", "X: y", "{\"message\":\"bad key plain-token!\"}")));
    HttpCall call =
        HttpFixture.endpoint(server).withCredentials(Credentials.key("plain-token!")).get("x");
    http.json(call, JsonNode.class)
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(
            e -> e.getMessage().contains("bad key …") && !e.getMessage().contains("plain"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"message\":\"m\",\"detail\":\"d\",\"error\":\"e\"} | m",
        "{\"detail\":\"d\",\"error\":\"e\"} | d",
        "{\"error\":\"e\"} | e",
        "{\"error\":{\"message\":\"em\",\"type\":\"t\"}} | em",
        "{\"message\":null,\"error\":{\"message\":\"em\"}} | em",
        "{\"error\":{\"message\":\"em\"},\"message\":\"\"} | em",
        "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]} | field required",
        "{\"detail\":{\"msg\":\"nested\"}} | nested",
        "[{\"error\":{\"message\":\"listed\"}}] | listed",
        "{\"errors\":[{\"message\":\"first\"}]} | first",
        "\"text\" | text"
      })
  void theProvidersWordsAreFoundWhereverTheyAre(String body, String words) {
    AnimusException failure =
        refused(HttpFixture.answer("400 Bad Request", "Content-Type: application/json", body));
    assertThat(failure.origin().excerpt()).isEqualTo(words);
    assertThat(failure).hasMessageMatching("acme: .*\\(HTTP 400(, t)?\\): \"" + words + "\".*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "text/plain | no such model | no such model",
        "text/html | <html><title>502 Bad Gateway</title>x</html> | 502 Bad Gateway",
        "text/html | <html>x</html> |",
        "application/json | {} |",
        "application/json | {\"x\": |",
        "image/png | PNG |"
      })
  void otherBodiesAreSummedUpOrPassedOver(String type, String body, String words) {
    AnimusException failure =
        refused(HttpFixture.answer("500 Oops", "Content-Type: " + type, body));
    assertThat(failure.origin().excerpt()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"x-request-id", "request-id", "cf-ray"})
  void theRequestIdIsKept(String name) {
    AnimusException failure = refused(HttpFixture.answer("500 Oops", name + ": r-1", ""));
    assertThat(failure.origin().requestId()).isEqualTo("r-1");
  }

  @Test
  void theWaitIsKept() {
    AnimusException failure = refused(HttpFixture.answer("429 Slow Down", "Retry-After: 7", ""));
    assertThat(failure.retryAfter()).contains(HttpFixture.seconds(7));
    assertThat(refused(HttpFixture.answer("503 Busy", "retry-after-ms: 250", "")).retryAfter())
        .contains(HttpFixture.millis(250));
  }

  @Test
  void theConnectionOfARefusalIsUsedAgain() {
    ScriptedServer server =
        ScriptedServer.saying(vertx, HttpFixture.answer("400 Bad", "X: y", "{}"));
    Http one = Http.create(vertx, HttpOptions.defaults().withConnections(1));
    for (int i = 0; i < 3; i++) {
      HttpFixture.failure(
          one.json(HttpFixture.endpoint(server).get("x"), JsonNode.class).test(),
          AnimusException.class);
    }
    assertThat(server.connected()).isEqualTo(1);
  }

  @Test
  void aRefusalIsNotReadForever() {
    String body = "{\"message\":\"" + "x".repeat(200_000) + "\"}";
    ScriptedServer server =
        ScriptedServer.saying(
            vertx, HttpFixture.answer("400 Bad", "Content-Type: application/json", body));
    assertThat(refused(server)).isInstanceOf(AnimusException.InvalidRequest.class);
    server.awaitOpen(0);
  }

  @Test
  void aRefusalThatStallsOrIsCutIsStillARefusal() {
    String head = "HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 50\r\n\r\n{\"mess";
    ScriptedServer stalling = ScriptedServer.saying(vertx, head);
    Endpoint hasty =
        HttpFixture.endpoint(stalling)
            .withTimeouts(HttpFixture.PATIENT.withGap(HttpFixture.millis(50)));
    HttpFixture.failure(http.json(hasty.get("x"), JsonNode.class).test(), RateLimited.class);
    stalling.awaitOpen(0);
    ScriptedServer cutting =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(head);
              peer.close();
            });
    assertThat(refused(cutting).retryAfter()).contains(HttpFixture.seconds(1));
  }

  @Test
  void theEndpointsOwnFailuresDecide() {
    ScriptedServer server =
        ScriptedServer.saying(
            vertx,
            HttpFixture.answer(
                "400 Bad", "x-model: m", "{\"error\":{\"code\":\"moderation_blocked\"}}"));
    AtomicReference<ErrorResponse> seen = new AtomicReference<>();
    Endpoint endpoint =
        HttpFixture.endpoint(server)
            .withFailures(
                response -> {
                  seen.set(response);
                  return new AnimusException.QuotaExhausted(response.origin(), null);
                });
    HttpFixture.failure(
        http.json(endpoint.get("x"), JsonNode.class).test(), AnimusException.QuotaExhausted.class);
    assertThat(seen.get().error().path("code").asText()).isEqualTo("moderation_blocked");
    assertThat(seen.get().headers().get("X-Model")).isEqualTo("m");
    assertThat(seen.get().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"error\":{\"code\":429,\"message\":\"slow\"}} | rateLimited | 429",
        "{\"error\":{\"code\":\"overloaded\",\"message\":\"slow\"}} | unavailable | 200",
        "{\"error\":\"slow\"} | unavailable | 200"
      })
  void anErrorInsideA200IsClassifiedByItsCode(String body, String kind, int status) {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json(body));
    AnimusException failure =
        HttpFixture.failure(
            http.stream(
                    HttpFixture.endpoint(server).get("x"),
                    response ->
                        response
                            .json(JsonNode.class)
                            .map(
                                json -> {
                                  throw response.failure(json);
                                })
                            .toFlowable())
                .toObservable()
                .test(),
            AnimusException.class);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.origin().status()).isEqualTo(status);
    assertThat(failure.origin().excerpt()).isEqualTo("slow");
  }

  private AnimusException refused(String answer) {
    return refused(ScriptedServer.saying(vertx, answer));
  }

  private AnimusException refused(ScriptedServer server) {
    return refused(HttpFixture.endpoint(server));
  }

  private AnimusException refused(Endpoint endpoint) {
    return HttpFixture.failure(
        http.json(endpoint.get("x"), JsonNode.class).test(), AnimusException.class);
  }
}
