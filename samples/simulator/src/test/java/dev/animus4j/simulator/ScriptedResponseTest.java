package dev.animus4j.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ScriptedResponseTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();
  private static final String MODELS = "/v1/models";

  private static Simulator simulator() {
    return RUNNING.simulator();
  }

  @Test
  void scriptedAnswersAreGivenOnceInOrderThenTheRulesAnswer() throws Exception {
    simulator()
        .script(
            ScriptedResponse.status(429).header("Retry-After", "1"),
            ScriptedResponse.status(200).body("{\"x\":1}"));
    HttpResponse<String> first = RUNNING.send(RUNNING.request(MODELS));
    HttpResponse<String> second = RUNNING.send(RUNNING.request(MODELS));

    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(first.headers().firstValue("retry-after")).contains("1");
    assertThat(first.body()).contains("\"code\":\"rate_limit_exceeded\"");
    assertThat(second.body()).isEqualTo("{\"x\":1}");
    assertThat(second.headers().firstValue("content-type")).contains("application/json");
    assertThat(RUNNING.send(RUNNING.request(MODELS)).body()).contains("simulated-chat");
  }

  @Test
  void aScriptWaitsForThePathItIsFor() throws Exception {
    simulator().script(ScriptedResponse.status(500).forPath("/generate/image"));

    assertThat(RUNNING.send(RUNNING.request(MODELS)).statusCode()).isEqualTo(200);
    assertThat(simulator().pendingScripts()).isEqualTo(1);
    assertThat(RUNNING.send(RUNNING.post("/v2/generate/image", "{}")).body())
        .isEqualTo("{\"message\":\"Simulated failure.\"}");
  }

  @Test
  void chunksAreWrittenExactlyAsGiven() throws Exception {
    simulator()
        .script(
            ScriptedResponse.status(200)
                .chunks(
                    List.of(
                        "data: a\r".getBytes(UTF_8), "\n\r\n".getBytes(UTF_8), new byte[] {-1})));
    String response = RUNNING.raw("GET", MODELS);

    assertThat(response)
        .contains("content-type: text/event-stream", "transfer-encoding: chunked")
        .endsWith("\r\n\r\n8\r\ndata: a\r\r\n3\r\n\n\r\n\r\n1\r\n\uFFFD\r\n0\r\n\r\n");
  }

  @Test
  void theAnswerOfTheRulesCanBeCut() throws Exception {
    simulator()
        .script(ScriptedResponse.ruleBased().cutAfter(9), ScriptedResponse.ruleBased().cutAfter(0));
    String some = RUNNING.raw("GET", MODELS);

    assertThat(some).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n{\"object\"");
    assertThat(RUNNING.raw("GET", MODELS)).contains("content-length: ").endsWith("\r\n\r\n");
    assertThat(simulator().requests().get(0).outcome()).isEqualTo(ReceivedRequest.Outcome.CUT);
  }

  @Test
  void aConnectionCanBeClosedWithoutAnAnswer() throws Exception {
    simulator().script(ScriptedResponse.ruleBased().connectionReset());

    assertThat(RUNNING.raw("GET", MODELS)).isEmpty();
  }

  @Test
  void aStalledAnswerStaysOpenUntilTheClientLeaves() throws Exception {
    simulator()
        .script(ScriptedResponse.status(200).chunks("data: 1\n\n", "data: 2\n\n").stallAfter(9));
    HttpResponse<InputStream> response =
        RUNNING
            .http()
            .send(RUNNING.request(MODELS).build(), HttpResponse.BodyHandlers.ofInputStream());

    assertThat(response.body().readNBytes(9)).asString(UTF_8).isEqualTo("data: 1\n\n");
    assertThat(simulator().openRequests()).isEqualTo(1);
    assertThat(simulator().requests().get(0).outcome()).isEqualTo(ReceivedRequest.Outcome.OPEN);
    response.body().close();
    SimulatorExtension.await(simulator().whenOpenRequests(0));
    assertThat(simulator().requests().get(0).isCancelledByClient()).isTrue();
  }

  @Test
  void anEndlessAnswerStopsWithTheClient() throws Exception {
    simulator().script(ScriptedResponse.status(200).body("x").endless());
    HttpResponse<InputStream> response =
        RUNNING
            .http()
            .send(RUNNING.request(MODELS).build(), HttpResponse.BodyHandlers.ofInputStream());

    assertThat(response.body().readNBytes(3_000_000)).containsOnly('x');
    response.body().close();
    SimulatorExtension.await(simulator().whenOpenRequests(0));
  }

  @Test
  void aDelayHoldsTheHeadBack() throws Exception {
    simulator()
        .script(
            ScriptedResponse.ruleBased().delay(Duration.ofMillis(60)).gap(Duration.ofMillis(1)));
    long start = System.nanoTime();

    assertThat(RUNNING.send(RUNNING.request(MODELS)).body()).contains("simulated-chat");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(59));
  }

  @Test
  void aRequestCanSayItselfHowItIsAnswered() throws Exception {
    String simulate = "status=418; header=X-Why: tea; type=text/html; body=a%3Bb=c";
    HttpResponse<String> response =
        RUNNING.send(RUNNING.post("/v3/chat/completions", "{}", "X-Simulate", simulate));

    assertThat(response.statusCode()).isEqualTo(418);
    assertThat(response.headers().firstValue("x-why")).contains("tea");
    assertThat(response.headers().firstValue("content-type")).contains("text/html");
    assertThat(response.body()).isEqualTo("a;b=c");
    assertThatThrownBy(
            () -> RUNNING.send(RUNNING.request(MODELS, "X-Simulate", "status=200;body=abc;cut=1")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void nonsenseToSimulateIsRefused() throws Exception {
    assertThat(RUNNING.send(RUNNING.request(MODELS, "X-Simulate", "statsu=500")).body())
        .contains("No such thing to simulate: 'statsu'.");
    assertThat(RUNNING.send(RUNNING.request(MODELS, "X-Simulate", "status=bad")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void scriptsAreAlsoTakenOverHttp() throws Exception {
    String script =
        """
        [{"path":"/models","status":503,"headers":{"retry-after-ms":"5"},"times":2},
         {"status":200,"chunks":["a","b"]},
         {"status":200,"chunksBase64":["/w=="]},
         {"status":200,"body":{"a":[1]},"delay":1,"gap":1}]
        """;
    assertThat(RUNNING.send(RUNNING.post("/_control/script", script)).body())
        .isEqualTo("{\"pending\":5}");

    assertThat(RUNNING.send(RUNNING.request(MODELS)).statusCode()).isEqualTo(503);
    assertThat(RUNNING.send(RUNNING.request("/nowhere")).body()).isEqualTo("ab");
    assertThat(RUNNING.send(RUNNING.request(MODELS)).statusCode()).isEqualTo(503);
    assertThat(RUNNING.send(RUNNING.request("/images/x.png")).body()).isEqualTo("\uFFFD");
    assertThat(RUNNING.send(RUNNING.request("/token")).body()).isEqualTo("{\"a\":[1]}");
    RUNNING.send(RUNNING.post("/_control/script", script));
    assertThat(RUNNING.send(RUNNING.request("/_control/script").DELETE()).body())
        .isEqualTo("{\"pending\":0}");
  }
}
