package dev.animus4j.http;

import static dev.animus4j.http.Wire.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.gemini.Ask;
import dev.animus4j.gemini.Content;
import dev.animus4j.gemini.GenerateContent;
import dev.animus4j.gemini.Generated;
import dev.animus4j.gemini.Part;
import dev.animus4j.image.ImageStore;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that repeat the credentials of a request, wherever a failure might quote them. */
@ExtendWith(NothingUndeliverable.class)
class EchoedSecretsTest {
  private static final String KEY = "Zq7-tR4.wKx9_Lm2Vb8Nc5";
  private static final ImageStore STORE = ImageStore.inMemory(1 << 20);

  private final TestVertx watched = new TestVertx();
  private final Vertx vertx = watched.vertx();
  private final Http http = Wire.http(vertx);

  @AfterEach
  void close() {
    watched.close();
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
    nothingIsTold(answer, endpoint(answer).get("x").header("X-Api-Key", KEY));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void theKeyOfGeminiIsNotTold(String answer) {
    Endpoint endpoint = endpoint(answer).withCredentials(Credentials.key(KEY));
    GenerateContent gemini = new GenerateContent(http, endpoint);
    Ask ask =
        new Ask(
            List.of(Content.user(List.of(Part.text("hello")))),
            null,
            Map.of(),
            List.of(),
            List.of(),
            null);
    nothingIsTold(gemini.whole("model", ask, EchoedSecretsTest::generated));
    nothingIsTold(gemini.streamed("model", ask, EchoedSecretsTest::generated));
  }

  private Endpoint endpoint(String answer) {
    ScriptedServer server = ScriptedServer.saying(vertx, answer);
    return Wire.endpoint(server).withFailures(Failures.openAi());
  }

  private void nothingIsTold(String answer, HttpCall call) {
    nothingIsTold(http.send(call, EchoedSecretsTest::generated));
    if (!answer.contains("json")) {
      nothingIsTold(
          http.send(call, it -> STORE.write("m", it.bytes()).flatMapPublisher(Flowable::just)));
    }
  }

  private static Flowable<Object> generated(Answer answer) {
    Function<JsonNode, Object> read =
        json -> {
          if (json.has("error")) {
            throw answer.failure(json);
          }
          Generated generated = Generated.of(json, answer);
          throw generated.nothing("");
        };
    return answer.json(JsonNode.class).map(read).toFlowable();
  }

  private static void nothingIsTold(Flowable<?> call) {
    AnimusException failure = Wire.failure(call.singleOrError().test(), AnimusException.class);
    String all = failure + " " + failure.origin() + " " + failure.getCause();
    if (failure instanceof AnimusException.ContentPolicy refusal) {
      all += refusal.categories();
    }
    assertThat(all).doesNotContainIgnoringCase(KEY.substring(0, 8));
    assertThat(all).doesNotContainIgnoringCase(KEY.substring(KEY.length() - 8));
  }
}
