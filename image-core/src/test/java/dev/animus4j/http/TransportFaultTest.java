package dev.animus4j.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.AnimusException.Protocol;
import dev.animus4j.failure.AnimusException.TimedOut;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.http.ScriptedServer.Request;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientForm;
import io.vertx.core.http.ClientMultipartForm;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for calls whose response is collected, and for those whose response is streamed. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class TransportFaultTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n";

  private final Vertx vertx;
  private final CountingVertx timers;
  private final Http http;

  TransportFaultTest(Vertx vertx) {
    this.vertx = vertx;
    timers = new CountingVertx(vertx);
    http =
        Http.create(
            timers.vertx(), HttpOptions.defaults().withConnections(1).withMaxJsonBytes(1000));
  }

  enum Way {
    COLLECTED {
      @Override
      Single<JsonNode> send(Http http, HttpCall call) {
        return http.json(call, JsonNode.class);
      }
    },
    STREAMED {
      @Override
      Single<JsonNode> send(Http http, HttpCall call) {
        return http.stream(call, response -> response.json(JsonNode.class).toFlowable())
            .singleOrError();
      }
    };

    abstract Single<JsonNode> send(Http http, HttpCall call);
  }

  @AfterEach
  void close() {
    timers.awaitNone();
    http.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCallCancelledWhileItWaitsForAConnectionIsNotSent(Way way) {
    ScriptedServer server =
        new ScriptedServer(vertx, (peer, request) -> answerUnless("first", peer, request));
    Disposable first = way.send(http, call(server, "first")).subscribe();
    server.awaitRequests(1);
    way.send(http, call(server, "second")).subscribe().dispose();
    first.dispose();
    send(way, call(server, "third"));
    assertThat(server.requests())
        .extracting(Request::line)
        .containsExactly("GET /first HTTP/1.1", "GET /third HTTP/1.1");
  }

  private static void answerUnless(String path, Peer peer, Request request) {
    if (!request.line().contains(path)) {
      peer.say(HttpFixture.json("{}"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallCancelledWhileItConnectsLeavesNothingBehind(Way way) {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    for (int i = 0; i < 20; i++) {
      way.send(http, call(server, "x")).subscribe().dispose();
    }
    send(way, call(server, "y"));
    assertThat(server.requests()).extracting(Request::line).contains("GET /y HTTP/1.1");
  }

  @ParameterizedTest
  @EnumSource
  void aCallCancelledBeforeTheHeadClosesItsConnection(Way way) {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> {});
    Disposable call = way.send(http, call(server, "x")).subscribe();
    server.awaitRequests(1);
    call.dispose();
    server.awaitOpen(0);
  }

  @ParameterizedTest
  @EnumSource
  void aCallCancelledInTheBodyClosesItsConnection(Way way) throws Exception {
    ScriptedServer server = ScriptedServer.saying(vertx, HEAD + "{\"a\"");
    CompletableFuture<Void> head = new CompletableFuture<>();
    HttpCall call = call(server, "x");
    Function<StreamedResponse, Flowable<Buffer>> reader =
        response -> body(response, head).toFlowable();
    Disposable caller =
        (way == Way.COLLECTED ? http.send(call, reader) : http.stream(call, reader)).subscribe();
    head.get(30, SECONDS);
    caller.dispose();
    server.awaitOpen(0);
  }

  private static Single<Buffer> body(StreamedResponse response, CompletableFuture<Void> head) {
    head.complete(null);
    return response.body(1000);
  }

  @ParameterizedTest
  @EnumSource
  void eachPhaseIsLimited(Way way) {
    ScriptedServer silent = new ScriptedServer(vertx, (peer, request) -> {});
    ScriptedServer stalling = ScriptedServer.saying(vertx, HEAD + "{\"a\"");
    Timeouts limits = HttpFixture.PATIENT;
    assertThat(limit(way, silent, limits.withFirstByte(HttpFixture.millis(80))))
        .isEqualTo(Limit.FIRST_BYTE);
    assertThat(limit(way, stalling, limits.withGap(HttpFixture.millis(80)))).isEqualTo(Limit.GAP);
    assertThat(limit(way, stalling, limits.withTotal(HttpFixture.millis(150))))
        .isEqualTo(Limit.TOTAL);
    silent.awaitOpen(0);
    stalling.awaitOpen(0);
  }

  @ParameterizedTest
  @EnumSource
  void aTlsHandshakeThatIsNotAnsweredIsLimited(Way way) {
    ScriptedServer silent = new ScriptedServer(vertx, (peer, request) -> {});
    Endpoint endpoint =
        HttpFixture.endpoint(silent)
            .withBaseUrl(silent.url().replace("http:", "https:"))
            .withTimeouts(HttpFixture.PATIENT.withConnect(HttpFixture.millis(80)));
    assertThat(limit(way, endpoint)).isEqualTo(Limit.CONNECT);
  }

  private Limit limit(Way way, ScriptedServer server, Timeouts timeouts) {
    return limit(way, HttpFixture.endpoint(server).withTimeouts(timeouts));
  }

  private Limit limit(Way way, Endpoint endpoint) {
    return failure(way, endpoint.get("x"), TimedOut.class).limit();
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsTooLargeIsNotReadToItsEnd(Way way) {
    String announced =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1001\r\n\r\n{";
    ScriptedServer honest = ScriptedServer.saying(vertx, announced);
    ScriptedServer lying =
        ScriptedServer.saying(
            vertx,
            HttpFixture.STREAM.replace("text/event-stream", "application/json")
                + Peer.chunked("[1]" + " ".repeat(900)).repeat(2));
    for (ScriptedServer server : List.of(honest, lying)) {
      assertThat(failure(way, call(server, "x"), Protocol.class))
          .hasMessageContaining("the answer is larger than 1000 bytes");
      server.awaitOpen(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsCutShortFails(Way way) {
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(HEAD + "{\"a\"");
              peer.close();
            });
    AnimusException cut = failure(way, call(server, "x"), AnimusException.Unavailable.class);
    assertThat(cut).hasMessageContaining("the answer was cut short");
    assertThat(cut.mayHaveRun()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anErrorIsReadTo64KibAndNoFurther(Way way) {
    ScriptedServer server =
        ScriptedServer.saying(
            vertx,
            "HTTP/1.1 500 Broken\r\nContent-Type: text/plain\r\nContent-Length: 900000\r\n\r\nno"
                + " ".repeat(100_000));
    failure(way, call(server, "x"), AnimusException.Unavailable.class);
    server.awaitOpen(0);
  }

  @ParameterizedTest
  @EnumSource
  void anEventStreamThatWasNotAskedForEndsAtItsMarker(Way way) {
    ScriptedServer server =
        ScriptedServer.saying(
            vertx, HttpFixture.STREAM + Peer.chunked("data: a\n\ndata: [DONE]\n\n"));
    HttpCall call = call(server, "x");
    Function<StreamedResponse, Flowable<String>> reader =
        response -> firstEvent(response).toFlowable();
    Single<String> event =
        (way == Way.COLLECTED ? http.send(call, reader) : http.stream(call, reader))
            .singleOrError();
    assertThat(event.timeout(30, SECONDS).blockingGet()).isEqualTo("a");
  }

  private static Single<String> firstEvent(StreamedResponse response) {
    return response
        .events()
        .map(event -> event.text())
        .takeWhile(text -> !text.equals("[DONE]"))
        .lastOrError();
  }

  @ParameterizedTest
  @EnumSource
  void formsAreEncoded(Way way) {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    Endpoint endpoint = HttpFixture.endpoint(server);
    send(way, endpoint.post("form", ClientForm.form().attribute("a b", "c&d")));
    Request form = server.requests().get(0);
    assertThat(form.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(form.body()).isEqualTo("a+b=c%26d");
  }

  @ParameterizedTest
  @EnumSource
  void filesAreUploaded(Way way) {
    HttpServer server = vertx.createHttpServer().requestHandler(TransportFaultTest::echoUpload);
    server.listen(0, "127.0.0.1").await();
    Endpoint endpoint =
        Endpoint.of(
            "acme",
            "http://127.0.0.1:" + server.actualPort(),
            Credentials.none(),
            HttpFixture.PATIENT);
    ClientMultipartForm upload =
        ClientMultipartForm.multipartForm()
            .attribute("model", "m")
            .binaryFileUpload("image", "a.png", "image/png", Buffer.buffer("PNG"));
    JsonNode echo = send(way, endpoint.post("upload", upload));
    assertThat(echo).hasToString("{\"model\":\"m\",\"file\":\"image a.png image/png PNG\"}");
  }

  private static void echoUpload(HttpServerRequest request) {
    JsonObject echo = new JsonObject();
    request.setExpectMultipart(true);
    request.uploadHandler(
        file -> {
          String head = file.name() + " " + file.filename() + " " + file.contentType() + " ";
          file.handler(bytes -> echo.put("file", head + bytes));
        });
    request
        .end()
        .onSuccess(
            v -> {
              String model = request.getFormAttribute("model");
              request
                  .response()
                  .putHeader("Content-Type", "application/json")
                  .end(new JsonObject().put("model", model).mergeIn(echo).toBuffer());
            });
  }

  private JsonNode send(Way way, HttpCall call) {
    return way.send(http, call).timeout(30, SECONDS).blockingGet();
  }

  private <T extends AnimusException> T failure(Way way, HttpCall call, Class<T> type) {
    TestObserver<?> caller = way.send(http, call).test();
    return HttpFixture.failure(caller, type);
  }

  private static HttpCall call(ScriptedServer server, String path) {
    return HttpFixture.endpoint(server).get(path);
  }
}
