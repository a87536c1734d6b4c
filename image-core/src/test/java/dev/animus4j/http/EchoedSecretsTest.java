package dev.animus4j.http;

import static dev.animus4j.http.HttpFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.gemini.Content;
import dev.animus4j.gemini.GenerateContentApi;
import dev.animus4j.gemini.GenerateContentRequest;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.gemini.Part;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.animus.AnimusAsyncImages;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that repeat the credentials of a request, wherever a failure might quote them. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class EchoedSecretsTest {
  private static final String KEY = "Zq7-tR4.wKx9_Lm2Vb8Nc5";
  private static final ImageStore STORE = ImageStore.inMemory(1 << 20);

  private final Vertx vertx;
  private final Http http;

  EchoedSecretsTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
  }

  @AfterEach
  void close() {
    http.close();
  }

  static List<String> answers() {
    String json = "Content-Type: application/json\r\nX-Request-Id: " + KEY;
    return List.of(
        said("401 No", json, "{\"error\":{\"message\":\"wrong key KEY\"}}"),
        said("401 No", json, "{\"error\":{\"message\":\"wrong key \\u005aq7-tR4.wKx9\"}}"),
        said("500 No", json, "{\"detail\":\"header: Bearer KEY\"}"),
        said("403 No", json, "{\"error\":{\"metadata\":{\"reasons\":[\"KEY\"]}}}"),
        said("502 No", "Content-Type: text/html", "<title>KEY is not known</title>"),
        said("400 No", "Content-Type: text/plain", "no key: KEY"),
        said("200 OK", json, "{\"error\":{\"message\":\"wrong key KEY\"}}"),
        said("200 OK", json, "{\"promptFeedback\":{\"blockReason\":\"KEY\"}}"),
        said("200 OK", json, "{\"candidates\":[{\"finishReason\":\"KEY\"}]}"),
        said("200 OK", "Content-Type: x/" + KEY.replace("_", "-"), "picture"),
        said("200 OK", "Content-Type: image/png", "{\"error\": \"wrong key KEY\"}"),
        said("200 OK", "Content-Type: application/json", "KEY is wrong"));
  }

  private static String said(String status, String header, String body) {
    return answer(status, header, body.replace("KEY", KEY));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aTokenIsNotTold(String answer) {
    nothingIsTold(answer, endpoint(answer).withCredentials(Credentials.key(KEY)).get("x"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aHeaderIsNotTold(String answer) {
    nothingIsTold(answer, endpoint(answer).get("x").withHeader("X-Api-Key", KEY));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void theKeyOfGeminiIsNotTold(String answer) {
    Endpoint endpoint =
        endpoint(answer)
            .withAuthentication(AuthenticationScheme.header("x-goog-api-key"))
            .withCredentials(Credentials.key(KEY));
    GenerateContentApi gemini = new GenerateContentApi(http, endpoint);
    GenerateContentRequest request =
        new GenerateContentRequest(
            List.of(Content.user(List.of(Part.text("hello")))),
            null,
            Map.of(),
            List.of(),
            List.of(),
            null);
    nothingIsTold(gemini.generate("model", request, EchoedSecretsTest::generated));
    nothingIsTold(gemini.stream("model", request, EchoedSecretsTest::generated));
  }

  private Endpoint endpoint(String answer) {
    ScriptedServer server = ScriptedServer.saying(vertx, answer);
    return HttpFixture.endpoint(server).withFailures(FailureMapping.openAi());
  }

  private void nothingIsTold(String answer, HttpCall call) {
    nothingIsTold(http.stream(call, EchoedSecretsTest::generated));
    if (!answer.contains("json")) {
      nothingIsTold(
          http.stream(call, it -> STORE.write("m", it.bytes()).flatMapPublisher(Flowable::just)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"generation_id\":\"1\",\"status\":\"failed\",\"error\":\"wrong key KEY\"}",
        "{\"generation_id\":\"1\",\"status\":\"error KEY\",\"error\":{\"message\":\"KEY\"}}",
        "{\"generation_id\":\"1\",\"status\":\"failed\",\"error\":{\"code\":\"KEY\"}}"
      })
  void theKeyOfAGenerationThatFailedIsNotTold(String body) {
    String answer = said("200 OK", "Content-Type: application/json", body);
    Endpoint endpoint = endpoint(answer).withCredentials(Credentials.key(KEY));
    nothingIsTold(AnimusAsyncImages.create(http, endpoint, STORE).stream(ImageRequest.of("a fox")));
  }

  private static Flowable<Object> generated(StreamedResponse response) {
    Function<JsonNode, Object> read =
        json -> {
          if (json.has("error")) {
            throw response.failure(json);
          }
          GenerateContentResponse generated = GenerateContentResponse.parse(json, response);
          throw generated.missingContent("");
        };
    return response.json(JsonNode.class).map(read).toFlowable();
  }

  private static void nothingIsTold(Flowable<?> call) {
    AnimusException failure =
        HttpFixture.failure(call.singleOrError().test(), AnimusException.class);
    String all = failure + " " + failure.origin() + " " + failure.getCause();
    if (failure instanceof AnimusException.ContentPolicy refusal) {
      all += refusal.categories();
    }
    assertThat(all).doesNotContainIgnoringCase(KEY.substring(0, 8));
    assertThat(all).doesNotContainIgnoringCase(KEY.substring(KEY.length() - 8));
  }
}
