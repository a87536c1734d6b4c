package dev.animus4j.image.provider.gemini;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.gemini.GeminiFixture.FOX;
import static dev.animus4j.image.provider.gemini.GeminiFixture.ended;
import static dev.animus4j.image.provider.gemini.GeminiFixture.picture;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class GeminiFailureTest {
  private static GeminiFixture atelier;

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    atelier = new GeminiFixture(vertx);
  }

  @BeforeEach
  void open() {
    atelier.open(directory);
  }

  @AfterEach
  void nothingIsLeft() {
    atelier.provider.acceptOnly();
    eventually(atelier::isClean);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "400, INVALID_ARGUMENT, invalidRequest, false, false",
    "400, FAILED_PRECONDITION, authentication, false, false",
    "401, UNAUTHENTICATED, authentication, false, false",
    "402, '', quotaExhausted, false, false",
    "403, PERMISSION_DENIED, authentication, false, false",
    "404, NOT_FOUND, invalidRequest, false, false",
    "429, RESOURCE_EXHAUSTED, rateLimited, true, false",
    "499, CANCELLED, cancelled, false, false",
    "500, INTERNAL, unavailable, true, true",
    "503, UNAVAILABLE, unavailable, true, false",
    "504, DEADLINE_EXCEEDED, unavailable, true, true",
  })
  void anErrorIsToldByItsKind(
      int status, String name, String kind, boolean isTransient, boolean mayHaveRun) {
    atelier.provider.script(
        ScriptedResponse.status(status).body(error(status, name, "so it is").encode()));

    AnimusException failure = atelier.failure(FOX);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.isTransient()).isEqualTo(isTransient);
    assertThat(failure.mayHaveRun()).isEqualTo(mayHaveRun);
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure.origin().status()).isEqualTo(status);
    assertThat(failure.origin().excerpt()).isEqualTo("so it is");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'@type':'x/google.rpc.RetryInfo','retryDelay':'26.660853464s'}|rateLimited|26660",
        "{'@type':'x/google.rpc.RetryInfo','retryDelay':'0s'}|rateLimited|0",
        "{'metadata':{'quotaResetDelay':'373.8ms'}}|rateLimited|373",
        "{'retryDelay':'soon'}|rateLimited|-1",
        "{'violations':[{'quotaId':'GenerateRequestsPerMinutePerProject'}]}|rateLimited|-1",
        "{'violations':[{'quotaId':'GenerateRequestsPerDayPerProject'}],'retryDelay':'9s'}"
            + "|quotaExhausted|9000"
      })
  void aRateLimitAndADailyQuotaSayWhenToComeBack(String detail, String kind, long millis) {
    JsonObject error = error(429, "RESOURCE_EXHAUSTED", "enough");
    error
        .getJsonObject("error")
        .put("details", new JsonArray().add(new JsonObject(detail.replace('\'', '"'))));
    atelier.provider.script(ScriptedResponse.status(429).body(error.encode()));

    AnimusException failure = atelier.failure(FOX);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAfter().map(Duration::toMillis).orElse(-1L)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "'Please retry in 7.5s.', rateLimited, 7500",
    "'Quota exceeded, limit: 0, model: x. Please retry in 7s.', quotaExhausted, -1",
    "'Quota exceeded, limit: 15', rateLimited, -1"
  })
  void theMessageIsReadWhereDetailsAreMissing(String message, String kind, long millis) {
    JsonArray wrapped = new JsonArray().add(error(429, "RESOURCE_EXHAUSTED", message));
    atelier.provider.script(ScriptedResponse.status(429).body(wrapped.encode()));

    AnimusException failure = atelier.failure(FOX);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAfter().map(Duration::toMillis).orElse(-1L)).isEqualTo(millis);
  }

  @Test
  void aKeyThatIsRefusedIsNoInvalidRequest() {
    atelier.provider.acceptOnly("another-key");

    assertThat(atelier.failure(FOX)).isInstanceOf(AnimusException.Authentication.class);
  }

  @ParameterizedTest
  @CsvSource({"400, INVALID_ARGUMENT", "403, PERMISSION_DENIED", "429, RESOURCE_EXHAUSTED"})
  void aKeyThatIsRepeatedIsNotTold(int status, String name) {
    String words = "API key 'secret-key' (secret\\u002Dkey, secret%2Dkey) is not valid";
    String body = error(status, name, "W").encode().replace("W", words);
    atelier.provider.script(ScriptedResponse.status(status).body(body));

    assertThat(atelier.failure(FOX).toString())
        .contains("API key '…' (…, …) is not valid")
        .doesNotContain("secret");
  }

  @Test
  void aPromptThatIsTooLongForTheModelIsNoOtherInvalidRequest() {
    String words = "The input token count (1200000) exceeds the maximum number of tokens allowed 9";
    atelier.provider.script(
        ScriptedResponse.status(400).body(error(400, "INVALID_ARGUMENT", words).encode()));

    AnimusException failure = atelier.failure(FOX);

    assertThat(failure).isInstanceOf(AnimusException.ContextLengthExceeded.class);
    assertThat(failure.origin().code()).isEqualTo("INVALID_ARGUMENT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "X"})
  void aBlockedPromptIsAContentPolicyFailure(String reason) {
    JsonObject rating = new JsonObject().put("category", "HARM_CATEGORY_HARASSMENT");
    JsonArray ratings = new JsonArray().add(rating.copy().put("blocked", true));
    ratings.add(new JsonObject().put("category", "HARM_CATEGORY_HATE_SPEECH"));
    JsonObject feedback = new JsonObject().put("blockReason", reason).put("safetyRatings", ratings);
    atelier.answers(new JsonObject().put("promptFeedback", feedback));

    ContentPolicy failure = (ContentPolicy) atelier.failure(FOX);

    assertThat(failure.stage()).isEqualTo(AnimusException.Stage.PROMPT);
    assertThat(failure.categories()).containsExactly(reason, "HARM_CATEGORY_HARASSMENT");
    assertThat(failure.isTransient()).isFalse();
    assertThat(failure.origin().status()).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "STOP, noImage, false",
    "MAX_TOKENS, invalidRequest, false",
    "SAFETY, contentPolicy, false",
    "PROHIBITED_CONTENT, contentPolicy, false",
    "BLOCKLIST, contentPolicy, false",
    "SPII, contentPolicy, false",
    "RECITATION, contentPolicy, false",
    "IMAGE_SAFETY, contentPolicy, false",
    "IMAGE_PROHIBITED_CONTENT, contentPolicy, false",
    "IMAGE_RECITATION, contentPolicy, false",
    "NO_IMAGE, noImage, false",
    "IMAGE_OTHER, unavailable, true",
    "OTHER, unavailable, true",
    "LANGUAGE, invalidRequest, false",
    "MALFORMED_FUNCTION_CALL, unavailable, true",
    "UNEXPECTED_TOOL_CALL, protocol, false",
    "TOO_MANY_TOOL_CALLS, protocol, false",
    "INVENTED_LATER, unavailable, true"
  })
  void anEndWithoutAPictureIsToldByItsReason(String reason, String kind, boolean isTransient) {
    atelier.answers(ended(reason));

    AnimusException failure = atelier.failure(FOX);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.isTransient()).isEqualTo(isTransient);
    if (failure instanceof ContentPolicy refusal) {
      assertThat(refusal.stage()).isEqualTo(AnimusException.Stage.OUTPUT);
      assertThat(refusal.categories()).containsExactly(reason);
    }
  }

  @Test
  void aPictureThatWasRefusedIsNotKeptThoughItCame() {
    atelier.answers(ended("IMAGE_SAFETY", picture(drawn("png", 99, 99))));

    assertThat(atelier.failure(FOX)).isInstanceOf(ContentPolicy.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"promptFeedback\":{}}",
        "{\"candidates\":[]}",
        "{\"candidates\":[{}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"half\"}]}}]}"
      })
  void anAnswerWithNothingInItMayPass(String body) {
    atelier.answers(new JsonObject(body));

    AnimusException failure = atelier.failure(FOX);

    assertThat(failure.kind()).isEqualTo("unavailable");
    assertThat(failure.isTransient()).isTrue();
    assertThat(failure.mayHaveRun()).isTrue();
  }

  @Test
  void anErrorInsideA200IsOne() {
    atelier.answers(error(503, "UNAVAILABLE", "overloaded"));

    AnimusException failure = atelier.failure(FOX);

    assertThat(failure).isInstanceOf(AnimusException.Unavailable.class);
    assertThat(failure.origin().status()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Sorry</html>", "", "null"})
  void bodiesThatAreNoResponseAreProtocolFailures(String body) {
    atelier.provider.script(
        ScriptedResponse.status(200).contentType("application/json").body(body));

    assertThat(atelier.failure(FOX)).isInstanceOf(AnimusException.Protocol.class);
  }

  @Test
  void pictureDataThatIsNoPictureLeavesNothing() {
    atelier.answers(ended("STOP", picture(Buffer.buffer("no ".repeat(200)))));

    assertThat(atelier.failure(FOX)).isInstanceOf(AnimusException.Protocol.class);
  }

  @Test
  void wordsThatSayWhyAreQuoted() {
    JsonObject answer = ended("IMAGE_SAFETY");
    answer
        .getJsonArray("candidates")
        .getJsonObject(0)
        .put("finishMessage", "Unable to show the generated image.");
    atelier.answers(answer.put("responseId", "r7"));

    assertThat(atelier.failure(FOX)).hasMessageContaining("Unable to show");
  }

  @Test
  void theSimulatorRefusesAsTheProviderDoes() {
    ContentPolicy failure = (ContentPolicy) atelier.failure(ImageRequest.of("a murder"));

    assertThat(failure.categories()).contains("SAFETY", "HARM_CATEGORY_DANGEROUS_CONTENT");
  }

  private static JsonObject error(int code, String status, String message) {
    JsonObject error = new JsonObject().put("code", code).put("message", message);
    return new JsonObject().put("error", error.put("status", status));
  }
}
