package dev.animus4j.image.provider.openai;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Authentication;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.failure.AnimusException.Protocol;
import dev.animus4j.failure.AnimusException.QuotaExhausted;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.http.Credentials;
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

/** What each documented error of the dialect becomes. */
@VertxTest
class OpenAiFailureTest {
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

  static Stream<Arguments> errors() {
    return Stream.of(
        error(400, "invalid_request_error", "invalid_size", InvalidRequest.class),
        error(400, "invalid_request_error", "unknown_parameter", InvalidRequest.class),
        error(400, "invalid_request_error", "content_policy_violation", ContentPolicy.class),
        error(400, "image_generation_user_error", "moderation_blocked", ContentPolicy.class),
        error(400, "image_generation_user_error", null, ContentPolicy.class),
        error(400, "invalid_request_error", "image_content_policy_violation", ContentPolicy.class),
        error(400, "invalid_request_error", "billing_hard_limit_reached", QuotaExhausted.class),
        error(401, "invalid_request_error", "invalid_api_key", Authentication.class),
        error(403, "invalid_request_error", "unsupported_country", Authentication.class),
        error(402, null, null, QuotaExhausted.class),
        error(404, "invalid_request_error", "model_not_found", InvalidRequest.class),
        error(413, null, null, InvalidRequest.class),
        error(422, null, null, InvalidRequest.class),
        error(429, "insufficient_quota", "insufficient_quota", QuotaExhausted.class),
        error(429, "invalid_request_error", "project_spend_limit_exceeded", QuotaExhausted.class),
        error(429, "tokens", "rate_limit_exceeded", RateLimited.class),
        error(429, "rate_limit_error", "slow_down", RateLimited.class),
        error(429, null, null, RateLimited.class),
        error(408, null, null, Unavailable.class),
        error(409, null, null, Unavailable.class),
        error(498, null, "capacity_exceeded", Unavailable.class),
        error(500, "server_error", null, Unavailable.class),
        error(502, null, null, Unavailable.class),
        error(503, "service_unavailable_error", "server_is_overloaded", Unavailable.class),
        error(200, "invalid_request_error", null, InvalidRequest.class),
        error(200, "image_generation_user_error", "moderation_blocked", ContentPolicy.class),
        error(200, null, "rate_limit_exceeded", RateLimited.class));
  }

  private static Arguments error(int status, String type, String code, Class<?> kind) {
    return arguments(status, type, code, kind);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void everyErrorIsToldByItsKind(int status, String type, String code, Class<?> kind) {
    String body =
        "{\"error\":{\"message\":\"so it is\",\"type\":%s,\"param\":null,\"code\":%s}}"
            .formatted(quoted(type), quoted(code));
    studio.provider.script(ScriptedResponse.status(status).body(body));

    AnimusException failure = failure();

    assertThat(failure).isInstanceOf(kind).hasMessageContaining("so it is");
    boolean passing = kind == RateLimited.class || kind == Unavailable.class;
    assertThat(failure.isTransient()).isEqualTo(passing);
    assertThat(failure.mayHaveRun()).isEqualTo(status == 500 || status == 502);
    assertThat(failure.origin().requestId()).startsWith("req_sim_");
    assertThat(studio.provider.requests()).hasSize(1);
  }

  @Test
  void aRefusalNamesItsStageAndCategories() {
    String body =
        "{'error':{'code':'moderation_blocked','type':'image_generation_user_error',"
            + "'message':'Rejected by the safety system. safety_violations=[sexual, violence].'}}";
    studio.provider.script(ScriptedResponse.status(400).body(body.replace('\'', '"')));

    assertThat(failure())
        .isInstanceOfSatisfying(
            ContentPolicy.class,
            refusal -> {
              assertThat(refusal.stage()).isEqualTo(AnimusException.Stage.PROMPT);
              assertThat(refusal.categories()).containsExactly("sexual", "violence");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry-after: 7", "retry-after-ms: 7000", "Retry-After: 7.000"})
  void aRateLimitSaysWhenToComeBack(String header) {
    String[] field = header.split(": ");
    studio.provider.script(ScriptedResponse.status(429).header(field[0], field[1]));

    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'data':[{'b64_json':'too short'}]}",
        "{'data':[{'b64_json':7}]}",
        "<html>A page</html>"
      })
  void anAnswerWithoutPicturesIsNotUnderstood(String body) {
    studio.answers(body.replace('\'', '"'));

    assertThat(failure()).isInstanceOf(Protocol.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{'b64_json':null,'url':null}", "{'url':'','blocked':true}", "null"})
  void aPictureThatWasTakenOutIsRefused(String item) {
    studio.answers("{'data':[%s]}".formatted(item).replace('\'', '"'));

    assertThat(failure()).isInstanceOf(ContentPolicy.class);
  }

  @Test
  void anEmptyListSaysThatPicturesMayHaveBeenWithheld() {
    studio.answers("{\"data\":[]}");

    assertThat(failure())
        .isInstanceOf(AnimusException.NoImage.class)
        .hasMessageContaining("perhaps withheld");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {'error':{'code':'moderation_blocked','message':'no'}}\n\n",
        "event: error\ndata: {'error':{'code':'moderation_blocked','message':'no'}}\n\n",
        "event: error\ndata: {'type':'error','code':'moderation_blocked','message':'no'}\n\n"
      })
  void anErrorMayComeWithinAStream(String events) {
    studio.provider.script(ScriptedResponse.status(200).chunks(events.replace('\'', '"')));

    assertThat(streamed()).isInstanceOf(ContentPolicy.class).hasMessageContaining("\"no\"");
  }

  @Test
  void aStreamWhosePictureWasTakenOutIsRefused() {
    studio.provider.script(
        ScriptedResponse.status(200)
            .chunks("data: {\"type\":\"image_generation.completed\",\"b64_json\":null}\n\n"));

    assertThat(streamed()).isInstanceOf(ContentPolicy.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data: [DONE]\n\n",
        ": nothing yet\n\ndata: {'type':'image_generation.queued'}\n\n",
        "data: {'type':'image_generation.partial_image','partial_image_index':0}\n\n"
      })
  void aStreamWithoutAPictureIsNotUnderstood(String events) {
    studio.provider.script(ScriptedResponse.status(200).chunks(events.replace('\'', '"')));

    assertThat(streamed())
        .isInstanceOf(Protocol.class)
        .hasMessageContaining("the stream ended without a picture");
  }

  @Test
  void aStreamThatEndsWithinAnEventIsNotUnderstood() {
    studio.provider.script(
        ScriptedResponse.status(200).chunks("data: {\"type\":\"image_generation.comp"));

    assertThat(streamed()).isInstanceOf(Unavailable.class).hasMessageContaining("cut short");
  }

  private static String quoted(String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }

  private static AnimusException failure() {
    return (AnimusException)
        model().generate(AnimusImagesFixture.FOX).materialize().blockingGet().getError();
  }

  private static Throwable streamed() {
    return model().withPreviews(1).stream(AnimusImagesFixture.FOX)
        .ignoreElements()
        .materialize()
        .blockingGet()
        .getError();
  }

  private static OpenAiImages model() {
    String url = studio.provider.origin() + "/v1";
    Credentials key = Credentials.key("secret-key");
    return OpenAiImages.create(
        studio.http, OpenAiImages.endpoint(url, key), studio.store(), "gpt-image-2");
  }
}
