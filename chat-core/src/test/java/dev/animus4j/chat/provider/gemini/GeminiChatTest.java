package dev.animus4j.chat.provider.gemini;

import static dev.animus4j.chat.provider.gemini.GeminiChatFixture.data;
import static dev.animus4j.chat.provider.gemini.GeminiChatFixture.event;
import static dev.animus4j.chat.provider.gemini.GeminiChatFixture.request;
import static dev.animus4j.chat.provider.gemini.GeminiChatFixture.text;
import static dev.animus4j.chat.provider.gemini.GeminiChatFixture.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class GeminiChatTest {
  private static GeminiChatFixture line;
  private static final ChatRequest HELLO = request(Message.user("Hello, who are you?"));

  @BeforeAll
  static void start(Vertx vertx) {
    line = new GeminiChatFixture(vertx);
  }

  @BeforeEach
  void reset() {
    line.provider.reset();
  }

  @Test
  void answersInOnePiece() {
    ChatResponse response = line.reply(HELLO);

    assertThat(response.content()).startsWith("Hello, I am the Animus4J simulator");
    assertThat(response.reasoning()).isNull();
    assertThat(response.metadata().finishReason()).isEqualTo("stop");
    assertThat(response.metadata().model()).isEqualTo("gemini-3-flash");
    assertThat(response.metadata().provider()).isEqualTo("Gemini");
    assertThat(response.metadata().id()).startsWith("sim-");
    assertThat(response.metadata().usage().promptTokens()).isEqualTo(4);
    ReceivedRequest asked = line.provider.requests().get(0);
    assertThat(asked.path()).isEqualTo("/v1beta/models/gemini-3-flash:generateContent");
    assertThat(asked.header("x-goog-api-key")).isEqualTo("secret-key");
    assertThat(asked.headers()).doesNotContainKey("authorization");
  }

  @Test
  void answersWordByWord() {
    List<ChatUpdate> parts = line.parts(HELLO.withStreaming(true));

    assertThat(parts.size()).isGreaterThan(5);
    ChatResponse response = (ChatResponse) parts.get(parts.size() - 1);
    assertThat(words(parts)).isEqualTo(response.content()).startsWith("Hello, I am the Animus4J");
    assertThat(line.provider.requests().get(0).path())
        .isEqualTo("/v1beta/models/gemini-3-flash:streamGenerateContent?alt=sse");
    assertThat(line.provider.requests().get(0).header("accept")).isEqualTo("text/event-stream");
  }

  @Test
  void thoughtsAreTheReasoning() {
    ChatRequest curious = HELLO.withFeatures(RequestedFeatures.NONE.withReasoning(true));

    assertThat(line.reply(curious).reasoning()).startsWith("Simulated reasoning");
    assertThat(line.reply(curious.withStreaming(true)).reasoning())
        .startsWith("Simulated reasoning");
    assertThat(words(line.parts(curious.withStreaming(true)))).doesNotContain("reasoning");
  }

  @Test
  void sendsTheConversationInTwoRolesAndTheInstructionApart() {
    var unused =
        line.reply(
            request(
                Message.system("Be brief."),
                Message.user("One"),
                Message.assistant(" "),
                Message.assistant("Two"),
                Message.system("In rhymes."),
                Message.user("Three")));

    assertThat(line.asked().getMap()).containsOnlyKeys("contents", "systemInstruction");
    assertThat(line.asked().getJsonObject("systemInstruction").encode())
        .isEqualTo("{\"parts\":[{\"text\":\"Be brief.\\nIn rhymes.\"}]}");
    assertThat(line.asked().getJsonArray("contents").encode())
        .isEqualTo(
            "[{\"role\":\"user\",\"parts\":[{\"text\":\"One\"}]},"
                + "{\"role\":\"model\",\"parts\":[{\"text\":\"Two\"}]},"
                + "{\"role\":\"user\",\"parts\":[{\"text\":\"Three\"}]}]");
  }

  @Test
  void sendsWhatWasSetByTheNamesThatGeminiKnows() {
    Sampling sampling =
        Sampling.DEFAULT
            .withTemperature(0.5)
            .withTopP(0.9)
            .withMaxTokens(7)
            .withStop("END")
            .withSeed(42)
            .withExtra("topK", 5);
    GeminiChat chat = line.chat.withGoogleSearch().withSafety(Map.of("HARASSMENT", "OFF"));

    ChatResponse response = chat.reply(HELLO.withSampling(sampling)).blockingGet();

    assertThat(response.metadata().finishReason()).isEqualTo("length");
    assertThat(line.asked().getJsonObject("generationConfig"))
        .isEqualTo(
            new JsonObject()
                .put("temperature", 0.5)
                .put("topP", 0.9)
                .put("maxOutputTokens", 7)
                .put("stopSequences", new JsonArray().add("END"))
                .put("seed", 42)
                .put("topK", 5));
    assertThat(line.asked().getJsonArray("tools").encode()).isEqualTo("[{\"googleSearch\":{}}]");
    assertThat(line.asked().getJsonArray("safetySettings").encode())
        .isEqualTo("[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"}]");
  }

  @Test
  void aRequestThatCannotBeAnsweredIsNotSent() {
    assertThat(line.failure(request(Message.system("Be brief."))))
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(line.failure(request(Message.user("Hi"), Message.tool("call_1", "42"))))
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(line.failure(HELLO.withSampling(Sampling.DEFAULT.withSeed(1L << 33))))
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(line.provider.requests()).isEmpty();
  }

  @Test
  void countsThoughtsAsAnswerAndTheLastCountCounts() {
    JsonObject usage =
        new JsonObject()
            .put("promptTokenCount", 9)
            .put("toolUsePromptTokenCount", 1)
            .put("candidatesTokenCount", 100)
            .put("thoughtsTokenCount", 80)
            .put("totalTokenCount", 190);
    line.streams(
        data(event("", text("a")).put("usageMetadata", new JsonObject().put("totalTokenCount", 3))),
        data(event("STOP", text("b")).put("usageMetadata", usage)));

    ChatResponse response = line.reply(HELLO.withStreaming(true));

    assertThat(response.content()).isEqualTo("ab");
    assertThat(response.metadata().usage())
        .isEqualTo(new Usage(10, 180, 190, 0, 0, 80, 0, 0, 0, 0));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"STOP, stop", "MAX_TOKENS, length", "OTHER, other", "INVENTED_LATER, invented_later"})
  void aReasonToFinishIsToldBesideTheWords(String reason, String told) {
    line.answers(reason, text("half an answ"));

    ChatResponse response = line.reply(HELLO);

    assertThat(response.content()).isEqualTo("half an answ");
    assertThat(response.metadata().finishReason()).isEqualTo(told);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SAFETY, contentPolicy",
    "PROHIBITED_CONTENT, contentPolicy",
    "BLOCKLIST, contentPolicy",
    "SPII, contentPolicy",
    "RECITATION, contentPolicy",
    "LANGUAGE, invalidRequest",
    "MALFORMED_FUNCTION_CALL, unavailable",
    "UNEXPECTED_TOOL_CALL, protocol",
    "TOO_MANY_TOOL_CALLS, protocol"
  })
  void aRefusalIsAFailureWhateverWasSaidBefore(String reason, String kind) {
    line.streams(data(event("", text("Well, "))), data(event(reason)));

    assertThat(line.failure(HELLO.withStreaming(true)).kind()).isEqualTo(kind);
  }

  @Test
  void aBlockedPromptIsAContentPolicyFailure() {
    AnimusException whole = line.failure(request(Message.user("Plan a murder")));
    AnimusException streamed =
        line.failure(request(Message.user("Plan a murder")).withStreaming(true));

    for (AnimusException failure : List.of(whole, streamed)) {
      assertThat(failure).isInstanceOf(AnimusException.ContentPolicy.class);
      assertThat(((AnimusException.ContentPolicy) failure).stage())
          .isEqualTo(AnimusException.Stage.PROMPT);
    }
  }

  @Test
  void anAnswerOfNothingButThoughtsRanOutOfRoom() {
    line.answers("MAX_TOKENS", text("hmm").put("thought", true));

    assertThat(line.failure(HELLO))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("the token limit left no room to answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"candidates\":[]}", "{\"candidates\":[{}]}"})
  void anAnswerWithNothingInItMayPass(String body) {
    line.provider.script(ScriptedResponse.status(200).body(body));

    assertThat(line.failure(HELLO).isTransient()).isTrue();
  }

  @Test
  void aStreamThatEndsWithoutAReasonWasCutShort() {
    line.streams(data(event("", text("Well, "))));

    assertThat(line.failure(HELLO.withStreaming(true)))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("cut short");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}\n\n",
        "{\n \"error\": {\n \"code\": 503,\n\"message\": \"overloaded\",\n\"status\":\"UNAVAILABLE\"}}",
        "[{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}]\r\n"
      })
  void anErrorInsideAStreamIsFoundWithAndWithoutItsField(String error) {
    String cut = error.substring(0, error.length() / 2);
    line.streams(data(event("", text("Well, "))), cut, error.substring(cut.length()));

    AnimusException failure = line.failure(HELLO.withStreaming(true));

    assertThat(failure.kind()).isEqualTo("unavailable");
    assertThat(failure.origin().status()).isEqualTo(503);
  }

  @Test
  void aServerThatKnowsNoEventStreamAnswersWithAList() {
    JsonArray list = new JsonArray().add(event("", text("a"))).add(event("STOP", text("b")));
    line.provider.script(ScriptedResponse.status(200).body(list.encode()));

    assertThat(words(line.parts(HELLO.withStreaming(true)))).isEqualTo("ab");
  }

  @Test
  void aRateLimitSaysWhenToComeBack() {
    line.provider.script(
        ScriptedResponse.status(429)
            .body(
                "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"m\","
                    + "\"details\":[{\"retryDelay\":\"1.5s\"}]}}"));

    AnimusException failure = line.failure(HELLO);

    assertThat(failure).isInstanceOf(AnimusException.RateLimited.class);
    assertThat(failure.retryAfter().orElseThrow()).hasMillis(1500);
  }

  @Test
  void aCancelEndsTheRequest() throws InterruptedException {
    line.provider.script(
        ScriptedResponse.status(200).chunks(data(event("", text("Well, ")))).stallAfter(1000));
    CountDownLatch spoken = new CountDownLatch(1);
    Disposable talk =
        line.chat.stream(HELLO.withStreaming(true))
            .subscribe(update -> spoken.countDown(), failure -> {});
    spoken.await();

    talk.dispose();
    line.provider.whenOpenRequests(0).await();

    assertThat(line.provider.requests().get(0).isCancelledByClient()).isTrue();
  }
}
