package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TokenRoutesTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  @AfterEach
  void forgetSettings() {
    RUNNING.simulator().tokenLifetime(Duration.ofHours(1)).acceptOnly();
  }

  private static String token() throws Exception {
    return RUNNING.json("/token", "").at("/animus/token").asText();
  }

  private static HttpResponse<String> models(String... headers) throws Exception {
    URI uri = URI.create(RUNNING.simulator().origin() + "/v1/models");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return RUNNING.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static int statusWith(String bearer) throws Exception {
    return models("Authorization", "Bearer " + bearer).statusCode();
  }

  @Test
  void aTokenIsAJwtThatExpires() throws Exception {
    Instant before = Instant.now();
    String[] parts = token().split("\\.");
    JsonNode claims = RUNNING.read(new String(Base64.getUrlDecoder().decode(parts[1])));

    assertThat(parts).hasSize(3);
    assertThat(Instant.ofEpochSecond(claims.path("exp").asLong()))
        .isBetween(before.plusSeconds(3590), Instant.now().plusSeconds(3610));
    assertThat(statusWith(String.join(".", parts))).isEqualTo(200);
  }

  @Test
  void theAuthenticationServiceWantsAnApiKey() throws Exception {
    HttpRequest.Builder request = RUNNING.post("/auth/generate-token", "");

    assertThat(RUNNING.send(request).statusCode()).isEqualTo(401);
    assertThat(RUNNING.send(request.header("apikey", "k")).body()).contains("accessToken");
    assertThat(RUNNING.send(RUNNING.request("/auth/generate-token", "apikey", "k")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anExpiredOrRevokedTokenIsRefused() throws Exception {
    String revoked = token();
    RUNNING.simulator().revokeTokens().tokenLifetime(Duration.ofSeconds(-1));
    String expired = token();
    RUNNING.simulator().tokenLifetime(Duration.ofSeconds(30));

    assertThat(statusWith(revoked)).isEqualTo(401);
    assertThat(statusWith(expired)).isEqualTo(401);
    assertThat(statusWith(token())).isEqualTo(200);
    assertThat(statusWith("sk-any-key")).isEqualTo(200);
  }

  @Test
  void onlyTheKeysLaidDownAreAccepted() throws Exception {
    RUNNING.simulator().acceptOnly("right");

    assertThat(statusWith("right")).isEqualTo(200);
    assertThat(statusWith("wrong")).isEqualTo(401);
  }

  @Test
  void theHeaderOfAzureCountsLikeABearerToken() throws Exception {
    assertThat(models("api-key", "k").statusCode()).isEqualTo(200);
    assertThat(models("api-key", "").statusCode()).isEqualTo(401);
  }

  @Test
  void noAuthorizationIsRefusedInTheShapeOfTheDialect() throws Exception {
    assertThat(models().statusCode()).isEqualTo(401);
    assertThat(RUNNING.read(models().body()).at("/error/code").asText())
        .isEqualTo("invalid_api_key");
    URI uri = URI.create(RUNNING.simulator().origin() + "/v3/generate/image");
    HttpRequest.Builder bare =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(RUNNING.read(RUNNING.send(bare).body()).path("message").asText())
        .startsWith("No API key");
  }
}
