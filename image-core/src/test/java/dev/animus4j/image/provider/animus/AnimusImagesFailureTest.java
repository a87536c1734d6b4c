package dev.animus4j.image.provider.animus;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.provider.AnimusImagesFixture;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class AnimusImagesFailureTest {
  private static AnimusImagesFixture studio;

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    studio = new AnimusImagesFixture(vertx);
  }

  @BeforeEach
  void open() {
    studio.open(directory);
  }

  @AfterEach
  void nothingIsLeft() {
    eventually(studio::isClean);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(
            400, "{\"message\":\"too dull\"}", AnimusException.InvalidRequest.class, "too dull"),
        arguments(
            422,
            "{\"detail\":\"no such size\"}",
            AnimusException.InvalidRequest.class,
            "no such size"),
        arguments(
            401, "{\"message\":\"bad key\"}", AnimusException.Authentication.class, "bad key"),
        arguments(
            403, "{\"error\":\"not yours\"}", AnimusException.Authentication.class, "not yours"),
        arguments(
            402,
            "{\"error\":{\"message\":\"no credit\"}}",
            AnimusException.QuotaExhausted.class,
            "no credit"),
        arguments(
            402,
            "{\"error\":\"x\",\"message\":\"no plan\"}",
            AnimusException.QuotaExhausted.class,
            "no plan"),
        arguments(500, "{}", AnimusException.Unavailable.class, "HTTP 500"),
        arguments(
            503, "<html><title>Sorry</title></html>", AnimusException.Unavailable.class, "Sorry"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsToldByItsKindAndInTheProvidersWords(
      int status, String body, Class<?> kind, String words) {
    studio.provider.script(ScriptedResponse.status(status).body(body));

    Throwable failure = studio.failure();

    assertThat(failure)
        .isInstanceOf(kind)
        .hasMessageContaining("Animus")
        .hasMessageContaining(words);
    assertThat(((AnimusException) failure).origin().status()).isEqualTo(status);
    assertThat(((AnimusException) failure).origin().requestId()).startsWith("req_sim_");
    assertThat(studio.provider.requests()).hasSize(1);
    assertThat(studio.host.requests()).isEmpty();
  }

  @Test
  void aRateLimitSaysWhenToComeBack() {
    studio.provider.script(ScriptedResponse.status(429).header("Retry-After", "7"));

    AnimusException failure = (AnimusException) studio.failure();

    assertThat(failure).isInstanceOf(AnimusException.RateLimited.class);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure.isTransient()).isTrue();
    assertThat(failure.mayHaveRun()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'message':'later'}", "{'output':[7],'outputs':{}}", "[]"})
  void anAnswerWithoutUrlFailsOnce(String body) {
    studio.answers(body.replace('\'', '"'));

    Throwable failure = studio.failure();

    assertThat(failure)
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("there is no picture in the answer");
    assertThat(failure.getMessage().contains("later")).isEqualTo(body.contains("later"));
    assertThat(studio.provider.requests()).hasSize(1);
  }

  @Test
  void aPageInPlaceOfTheAnswerIsNotUnderstood() {
    studio.provider.script(
        ScriptedResponse.status(200).contentType("text/html").body("<h1>Hello</h1>"));

    assertThat(studio.failure())
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("not JSON (HTTP 200): \"<h1>Hello");
  }
}
