package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v3/chat/completions|{nonsense|/message",
        "/v3/chat/completions|{}|/message",
        "/v3/chat/completions|[]|/message",
        "/v3/chat/completions|{\"messages\":[]}|/message",
        "/v3/chat/completions|{\"messages\":[{\"role\":\"nobody\"}]}|/message",
        "/v3/generate/image|{\"prompt\":\" \"}|/message",
        "/v1/chat/completions|{nonsense|/error/message",
        "/v1/chat/completions|{\"model\":\"m\"}|/error/message",
        "/v1/chat/completions|{\"messages\":[{\"role\":\"user\"}]}|/error/message",
        "/v1/images/generations|{\"model\":\"m\"}|/error/message",
        "/v1/images/edits|{\"images\":[{}]}|/error/message",
      })
  void missingParametersAreRejectedInTheFormatOfTheDialect(String path, String body, String message)
      throws Exception {
    HttpResponse<String> response = RUNNING.send(RUNNING.post(path, body));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RUNNING.read(response.body()).at(message).asText()).isNotBlank();
  }

  @Test
  void anUnknownPathIsNotFound() throws Exception {
    HttpResponse<String> openAi = RUNNING.send(RUNNING.request("/v1/nothing"));
    HttpResponse<String> animus = RUNNING.send(RUNNING.request("/v3/nothing"));

    assertThat(openAi.statusCode()).isEqualTo(404);
    assertThat(openAi.body()).contains("\"error\":{\"message\":\"Invalid URL (GET /v1/nothing)\"");
    assertThat(animus.statusCode()).isEqualTo(404);
    assertThat(animus.body()).startsWith("{\"message\":");
  }

  @Test
  void anotherMethodIsNotAllowed() throws Exception {
    HttpResponse<String> response = RUNNING.send(RUNNING.request("/v1/chat/completions"));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("POST");
  }

  @Test
  void aFormWithoutABoundaryIsRefused() throws Exception {
    HttpRequest.Builder request =
        RUNNING
            .request("/v1/images/edits", "Content-Type", "multipart/form-data")
            .POST(HttpRequest.BodyPublishers.ofString("x"));

    assertThat(RUNNING.send(request).statusCode()).isEqualTo(400);
  }

  @Test
  void aVeryLongAddressIsTaken() throws Exception {
    assertThat(RUNNING.send(RUNNING.request("/v1/models?x=" + "x".repeat(20_000))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void modelsAreListed() throws Exception {
    JsonNode models = RUNNING.read(RUNNING.send(RUNNING.request("/v1/models")).body());

    assertThat(models.at("/data/0/id").asText()).isEqualTo("simulated-chat");
    assertThat(RUNNING.send(RUNNING.request("/v1/models/gone")).body()).contains("model_not_found");
  }
}
