package dev.animus4j.image.provider.cloudflare;

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
import dev.animus4j.failure.AnimusException.Stage;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.ImageModel;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each documented error of Workers AI, and of workers in front of it, becomes. */
@VertxTest
class CloudflareFailureTest {
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

  static Stream<Arguments> codes() {
    return Stream.of(
        arguments(400, 3003, "Missing headers or body", InvalidRequest.class),
        arguments(413, 3006, "Request is too large", InvalidRequest.class),
        arguments(408, 3007, "Request timeout", Unavailable.class),
        arguments(408, 3008, "Request was aborted", Unavailable.class),
        arguments(403, 3023, "Account is blocked", Authentication.class),
        arguments(400, 3030, "Input prompt contains NSFW content", ContentPolicy.class),
        arguments(400, 3030, "Your output has been flagged", ContentPolicy.class),
        arguments(400, 3030, "failed to process audio", InvalidRequest.class),
        arguments(429, 3036, "you have used up your daily free allocation", QuotaExhausted.class),
        arguments(400, 3039, "Finetune is missing files", InvalidRequest.class),
        arguments(429, 3040, "No more data centers to forward to", Unavailable.class),
        arguments(429, 3040, "Capacity temporarily exceeded", Unavailable.class),
        arguments(403, 3041, "not allowed", Authentication.class),
        arguments(404, 3042, "no such model", InvalidRequest.class),
        arguments(429, 4006, "you have used up your daily free allocation", QuotaExhausted.class),
        arguments(422, 4006, "you have used up your daily free allocation", QuotaExhausted.class),
        arguments(400, 5004, "Invalid base64", InvalidRequest.class),
        arguments(405, 5005, "LoRA is not supported", InvalidRequest.class),
        arguments(400, 5007, "No such model", InvalidRequest.class),
        arguments(403, 5016, "licence not accepted", Authentication.class),
        arguments(403, 5018, "licence not accepted", Authentication.class),
        arguments(405, 5019, "the SDK is too old", InvalidRequest.class),
        arguments(400, 8007, "Input prompt contains NSFW content", ContentPolicy.class),
        arguments(400, 8007, "something else", InvalidRequest.class),
        arguments(401, 10000, "Authentication error", Authentication.class),
        arguments(403, 9109, "Unauthorized to access requested resource", Authentication.class),
        arguments(500, 1001, "internal", Unavailable.class),
        arguments(429, 971, "too many", RateLimited.class));
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theCodeInTheEnvelopeDecides(int status, int code, String message, Class<?> kind) {
    studio.provider.script(ScriptedResponse.status(status).body(envelope(code, message)));

    AnimusException failure = failure(workersAi());

    assertKind(failure, kind, status == 500);
    assertThat(failure.origin().status()).isEqualTo(status);
    assertThat(failure).hasMessageContaining(message);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void itDecidesInASuccessThatIsNoneToo(int status, int code, String message, Class<?> kind) {
    studio.provider.script(ScriptedResponse.status(200).body(envelope(code, message)));

    AnimusException failure = failure(workersAi());

    boolean known = failure.getClass() == kind && code != 1001;
    assertThat(known || failure instanceof Unavailable).isTrue();
    assertThat(failure).hasMessageContaining(message);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void itDecidesInTheWordsOfAWorker(int status, int code, String message, Class<?> kind) {
    String words = "AiError: AiError: " + code + ": " + message;
    String body = "{\"error\":\"" + words + "\"}";
    studio.provider.script(ScriptedResponse.status(500).body(body));
    boolean known = code >= 3000;

    AnimusException failure = failure(sdxl("key"));

    boolean otherwise = message.equals("failed to process audio") || message.startsWith("someth");
    assertThat(failure).isInstanceOf(known && !otherwise ? kind : Unavailable.class);
  }

  @Test
  void aRefusalNamesItsStage() {
    studio.provider.script(
        ScriptedResponse.status(400).body(envelope(3030, "Input prompt contains NSFW content")),
        ScriptedResponse.status(400).body(envelope(3030, "Your output has been flagged")));

    assertThat(((ContentPolicy) failure(workersAi())).stage()).isEqualTo(Stage.PROMPT);
    assertThat(((ContentPolicy) failure(workersAi())).stage()).isEqualTo(Stage.OUTPUT);
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidRequest, false, false",
    "401, Authentication, false, false",
    "403, Authentication, false, false",
    "404, InvalidRequest, false, false",
    "405, InvalidRequest, false, false",
    "408, Unavailable, true, false",
    "429, RateLimited, true, false",
    "500, Unavailable, true, true",
    "502, Unavailable, true, true",
    "503, Unavailable, true, false",
    "520, Unavailable, true, true",
    "521, Unavailable, true, false",
    "522, Unavailable, true, false",
    "523, Unavailable, true, false",
    "524, Unavailable, true, true",
    "525, Unavailable, true, false",
    "526, Unavailable, true, false",
    "302, Protocol, false, true"
  })
  void theStatusDecidesWhereThereIsNoCode(int status, String kind, boolean passing, boolean ran) {
    String page = "<html><title>Worker threw exception</title></html>";
    studio.provider.script(ScriptedResponse.status(status).contentType("text/html").body(page));

    AnimusException failure = failure(flux());

    assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(failure.isTransient()).isEqualTo(passing);
    assertThat(failure.mayHaveRun()).isEqualTo(ran);
    assertThat(failure).hasMessageContaining("Worker threw exception");
  }

  @Test
  void aRateLimitSaysWhenToComeBack() {
    studio.provider.script(
        ScriptedResponse.status(429).header("Retry-After", "7").body("slow down"));

    assertThat(failure(flux()).retryAfter()).contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'image':'too short'}", "{'image':[1,2,3]}", "[]", "<html>A page</html>"})
  void anAnswerWithoutAPictureIsNotUnderstood(String body) {
    studio.answers(body.replace('\'', '"'));

    assertThat(failure(flux())).isInstanceOf(Protocol.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'success':true,'result':{},'errors':[]}",
        "{'success':true,'result':{'image':null}}"
      })
  void whatMayHaveBeenWithheldIsNoImage(String body) {
    studio.answers(body.replace('\'', '"'));

    assertThat(failure(flux())).isInstanceOf(AnimusException.NoImage.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "application/octet-stream"})
  void aPageThatClaimsToBeAFileIsNotUnderstood(String type) {
    studio.provider.script(
        ScriptedResponse.status(200).contentType(type).body("<html>A page</html>"));

    assertThat(failure(flux()))
        .isInstanceOf(Protocol.class)
        .hasMessageContaining("not JSON (HTTP 200): \"<html>A page");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void withoutAKeyNothingIsAsked(String key) {
    assertThat(failure(sdxl(key)))
        .isInstanceOf(Authentication.class)
        .hasMessageContaining("there is no key");
    assertThat(studio.provider.requests()).isEmpty();
  }

  @Test
  void aPromptThatFitsIntoNoAddressIsRefusedUnasked() {
    assertThat(
            flux()
                .generate(AnimusImagesFixture.FOX.withPrompt("é".repeat(6000)))
                .materialize()
                .blockingGet())
        .extracting(end -> end.getError().getMessage())
        .asString()
        .contains("too long for an address");
    assertThat(studio.provider.requests()).isEmpty();
  }

  private static void assertKind(AnimusException failure, Class<?> kind, boolean mayHaveRun) {
    assertThat(failure).isInstanceOf(kind);
    boolean passing = kind == RateLimited.class || kind == Unavailable.class;
    assertThat(failure.isTransient()).isEqualTo(passing);
    assertThat(failure.mayHaveRun()).isEqualTo(mayHaveRun);
  }

  private static String envelope(int code, String message) {
    return "{\"success\":false,\"errors\":[{\"code\":%d,\"message\":\"AiError: %s\"}],\"result\":{}}"
        .formatted(code, message);
  }

  private static AnimusException failure(ImageModel model) {
    return (AnimusException)
        model.generate(AnimusImagesFixture.FOX).materialize().blockingGet().getError();
  }

  private static ImageModel workersAi() {
    String url = studio.provider.origin() + "/client/v4/accounts/me/ai/run";
    return WorkersAiImages.create(
        studio.http,
        WorkersAiImages.endpoint("account", Credentials.key("token")).withBaseUrl(url),
        studio.store(),
        "@cf/black-forest-labs/flux-1-schnell");
  }

  private static ImageModel sdxl(String key) {
    String url = studio.provider.origin() + "/workers/sdxl";
    return SdxlWorkerImages.create(
        studio.http, SdxlWorkerImages.endpoint(url, Credentials.key(key)), studio.store());
  }

  private static ImageModel flux() {
    String url = studio.provider.origin() + "/workers/flux";
    return FluxWorkerImages.create(studio.http, FluxWorkerImages.endpoint(url), studio.store());
  }
}
