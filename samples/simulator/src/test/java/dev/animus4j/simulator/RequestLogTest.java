package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestLogTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  @Test
  void requestsAreRecordedAsTheyCame() throws Exception {
    RUNNING.send(RUNNING.post("/v3/chat/completions?a=1", "{\"é\":1}", "X-Custom", "yes"));
    SimulatorExtension.await(RUNNING.simulator().whenOpenRequests(0));
    ReceivedRequest receivedRequest = RUNNING.simulator().requests().get(0);

    assertThat(receivedRequest.method()).isEqualTo("POST");
    assertThat(receivedRequest.path()).isEqualTo("/v3/chat/completions?a=1");
    assertThat(receivedRequest.header("x-CUSTOM")).isEqualTo("yes");
    assertThat(receivedRequest.body()).isEqualTo("{\"é\":1}");
    assertThat(receivedRequest.outcome()).isEqualTo(ReceivedRequest.Outcome.ANSWERED);
  }

  @Test
  void recordsAreAlsoShownOverHttp() throws Exception {
    RUNNING.send(RUNNING.request("/v1/models"));
    JsonNode list = RUNNING.read(RUNNING.send(RUNNING.request("/_control/requests")).body());

    assertThat(list).hasSize(1);
    assertThat(list.at("/0/path").asText()).isEqualTo("/v1/models");
    assertThat(list.at("/0/headers/authorization").asText()).isEqualTo("Bearer key");
    assertThat(list.at("/0/clientLeft").asBoolean()).isFalse();
    assertThat(RUNNING.send(RUNNING.request("/_control/requests").DELETE()).body()).isEqualTo("[]");
  }

  @Test
  void cancellingARequestIsSeen() throws Exception {
    RUNNING.simulator().latency(Duration.ofHours(1));
    CompletableFuture<HttpResponse<String>> response =
        RUNNING
            .http()
            .sendAsync(RUNNING.request("/v1/models").build(), HttpResponse.BodyHandlers.ofString());
    SimulatorExtension.await(RUNNING.simulator().whenOpenRequests(1));
    RUNNING.simulator().latency(Duration.ZERO);

    response.cancel(true);
    SimulatorExtension.await(RUNNING.simulator().whenOpenRequests(0));
  }

  @Test
  void recordingCanBeSwitchedOff() throws Exception {
    RUNNING.simulator().recording(false);
    RUNNING.send(RUNNING.request("/v1/models"));
    RUNNING.simulator().recording(true);

    assertThat(RUNNING.simulator().requests()).isEmpty();
  }

  @Test
  void settingsAreAlsoChangedOverHttp() throws Exception {
    String wanted = "{\"latency\":1,\"recording\":false,\"bearers\":[\"a\"],\"tokenLifetime\":5}";
    String shown =
        "{\"latency\":%d,\"tokenLifetime\":%d,\"recording\":%s,"
            + "\"openRequests\":0,\"bearers\":[%s]}";
    String normal = "{\"latency\":0,\"recording\":true,\"bearers\":[],\"tokenLifetime\":3600000}";

    SimulatorExtension.await(RUNNING.simulator().whenOpenRequests(0));
    assertThat(patched(wanted)).isEqualTo(shown.formatted(1, 5, false, "\"a\""));
    assertThat(patched(normal)).isEqualTo(shown.formatted(0, 3_600_000, true, ""));
  }

  private static String patched(String settings) throws Exception {
    return RUNNING
        .send(
            RUNNING
                .post("/_control/settings", "")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(settings)))
        .body();
  }

  @Test
  void onlyTheLastThousandAreKept() {
    RequestLog requestLog = new RequestLog();
    for (int i = 0; i < 1005; i++) {
      requestLog.record(received("/" + i, ""), () -> ReceivedRequest.Outcome.OPEN);
    }
    assertThat(requestLog.requests()).hasSize(1000).first().matches(one -> one.path().equals("/5"));
  }

  @Test
  void largeBodiesPushTheOldestOut() {
    RequestLog requestLog = new RequestLog();
    for (int i = 0; i < 70; i++) {
      requestLog.record(received("/" + i, "x".repeat(1 << 18)), () -> ReceivedRequest.Outcome.OPEN);
    }
    assertThat(requestLog.requests()).hasSize(64);
  }

  private static ReceivedRequest received(String path, String body) {
    return new ReceivedRequest("GET", path, Map.of(), body, ReceivedRequest.Outcome.OPEN);
  }
}
