package dev.animus4j.image.provider.gemini;

import static dev.animus4j.image.provider.gemini.GeminiFixture.FOX;
import static dev.animus4j.image.provider.gemini.GeminiFixture.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that a backend hands out, and that is refused. */
@VertxTest
class GeminiKeyRenewalTest {
  private static final String TOKEN = "/token";
  private static final String IMAGES = "/v1beta/models/" + MODEL + ":generateContent";

  private static GeminiFixture atelier;

  @TempDir Path directory;

  private GeminiImages model;

  @BeforeAll
  static void start(Vertx vertx) {
    atelier = new GeminiFixture(vertx);
  }

  @BeforeEach
  void open() {
    atelier.open(directory);
    String url = atelier.provider.tokenLifetime(Duration.ofHours(1)).origin() + TOKEN;
    Credentials fetched = Credentials.tokenProvider(atelier.http, url);
    model = atelier.model(GeminiImageOptions.defaults(), fetched);
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHENTICATED, ACCESS_TOKEN_EXPIRED",
    "400, INVALID_ARGUMENT, API_KEY_INVALID"
  })
  void aRefusedKeyIsFetchedAnewAndTheRequestRepeatedOnce(int status, String name, String reason) {
    refuse(status, name, reason);

    assertThat(model.generate(FOX).blockingGet().prompt()).isEqualTo(FOX.prompt());

    assertThat(paths()).containsExactly(TOKEN, IMAGES, TOKEN, IMAGES);
    assertThat(keys().stream().distinct()).hasSize(2).allMatch(key -> key.startsWith("ey"));
    assertThat(requests().get(1).body()).isEqualTo(requests().get(3).body());
  }

  @Test
  void aSecondRefusalIsAFailure() {
    refuse(401, "UNAUTHENTICATED", "ACCESS_TOKEN_EXPIRED");
    refuse(400, "INVALID_ARGUMENT", "API_KEY_INVALID");

    Throwable failure = model.generate(FOX).materialize().blockingGet().getError();

    assertThat(failure).isInstanceOf(AnimusException.Authentication.class);
    assertThat(paths()).containsExactly(TOKEN, IMAGES, TOKEN, IMAGES);
  }

  @ParameterizedTest
  @CsvSource({"400, INVALID_ARGUMENT, BAD_IMAGE", "403, PERMISSION_DENIED, SERVICE_DISABLED"})
  void anotherFaultIsNoReasonToRenew(int status, String name, String reason) {
    refuse(status, name, reason);

    assertThat(model.generate(FOX).materialize().blockingGet().isOnError()).isTrue();
    assertThat(paths()).containsExactly(TOKEN, IMAGES);
  }

  private static void refuse(int status, String name, String reason) {
    String error =
        "{\"error\":{\"code\":%d,\"message\":\"No.\",\"status\":\"%s\",\"details\":[{\"reason\":\"%s\"}]}}"
            .formatted(status, name, reason);
    atelier.provider.script(ScriptedResponse.status(status).body(error).forPath(IMAGES));
  }

  private static List<ReceivedRequest> requests() {
    return atelier.provider.requests();
  }

  private static List<String> paths() {
    return requests().stream().map(ReceivedRequest::path).toList();
  }

  private static List<String> keys() {
    return requests().stream()
        .filter(request -> request.path().equals(IMAGES))
        .map(request -> request.header("x-goog-api-key"))
        .toList();
  }
}
