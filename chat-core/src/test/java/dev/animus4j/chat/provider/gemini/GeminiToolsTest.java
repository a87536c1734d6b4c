package dev.animus4j.chat.provider.gemini;

import static dev.animus4j.chat.provider.gemini.GeminiChatFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolChoice;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class GeminiToolsTest {
  private static GeminiChatFixture line;
  private static final Map<String, Object> CITY =
      Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")));
  private static final Tool WEATHER = new Tool("get_weather", "The weather", CITY);
  private static final Tool CLOCK = new Tool("get_time", "The time", Map.of());
  private static final Message QUESTION = Message.user("What is the weather in Oslo?");

  @BeforeAll
  static void start(Vertx vertx) {
    line = new GeminiChatFixture(vertx);
  }

  @BeforeEach
  void reset() {
    line.provider.reset();
  }

  private static ChatRequest asking(Message... messages) {
    return request(messages).withFeatures(RequestedFeatures.NONE.withTools(WEATHER, CLOCK));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallIsMadeAndItsResultToldToAProviderThatChecksItsSignature(boolean streaming) {
    ChatResponse asked = line.reply(asking(QUESTION).withStreaming(streaming));
    ToolCall call = asked.toolCalls().get(0);

    assertThat(asked.metadata().finishReason()).isEqualTo("tool_calls");
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(call.arguments()).isEqualTo("{\"city\":\"Oslo\"}");

    Message made = Message.assistant("").withToolCalls(asked.toolCalls());
    Message result = Message.tool(call.id(), "It rains.");
    ChatResponse told = line.reply(asking(QUESTION, made, result).withStreaming(streaming));

    assertThat(told.content()).isEqualTo("The tool answered: It rains.");
    JsonArray contents = line.asked().getJsonArray("contents");
    assertThat(contents.getJsonObject(2).encode())
        .contains("\"functionResponse\":{\"name\":\"get_weather\"")
        .contains("\"response\":{\"result\":\"It rains.\"}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void functionsAreCalledAndAllResultsToldAtOnceToAProviderThatChecksItsSignatures(
      boolean streaming) {
    Tool weather = WEATHER.withFunction(call -> Single.just("Rain."));
    Tool clock = CLOCK.withFunction(call -> Single.error(new IllegalStateException("no clock")));
    ChatRequest question =
        request(Message.user("What are the weather and the time in Oslo?"))
            .withFeatures(RequestedFeatures.NONE.withTools(weather, clock))
            .withStreaming(streaming);

    ChatResponse told = line.chat.withToolCalls(Schedulers.single()).reply(question).blockingGet();

    assertThat(told.content()).isEqualTo("The tool answered: The call failed. It does not work.");
    JsonArray contents = line.asked().getJsonArray("contents");
    assertThat(contents).hasSize(3);
    assertThat(contents.getJsonObject(1).getJsonArray("parts")).hasSize(2);
    assertThat(contents.getJsonObject(1).getJsonArray("parts").getJsonObject(0).getMap())
        .containsKey("thoughtSignature");
    assertThat(contents.getJsonObject(2).getJsonArray("parts").encode())
        .containsSubsequence(
            "get_weather", "Rain.", "get_time", "The call failed. It does not work.");
  }

  @Test
  void signatureAndIdGoBackAsTheyCame() {
    JsonObject function =
        new JsonObject()
            .put("name", "get_weather")
            .put("args", new JsonObject().put("city", "Oslo"))
            .put("id", "fc-1");
    JsonObject signed =
        new JsonObject().put("functionCall", function).put("thoughtSignature", "A+/~=\u00e9");
    JsonObject unsigned = new JsonObject().put("functionCall", function.copy().put("id", "fc-2"));
    line.answers("STOP", signed, unsigned);
    List<ToolCall> calls = line.reply(asking(QUESTION)).toolCalls();
    line.answers("STOP", GeminiChatFixture.text("done"));

    var unused =
        line.reply(
            asking(
                QUESTION,
                Message.assistant("").withToolCalls(calls),
                Message.tool(calls.get(0).id(), "{\"sky\":\"grey\"}"),
                Message.tool(calls.get(1).id(), "[1]")));

    JsonArray contents = line.asked().getJsonArray("contents");
    assertThat(contents).hasSize(3);
    assertThat(contents.getJsonObject(1).getJsonArray("parts"))
        .isEqualTo(new JsonArray().add(signed).add(unsigned));
    assertThat(contents.getJsonObject(2).getJsonArray("parts"))
        .isEqualTo(
            new JsonArray()
                .add(response("fc-1", new JsonObject().put("sky", "grey")))
                .add(response("fc-2", new JsonObject().put("result", "[1]"))));
  }

  private static JsonObject response(String id, JsonObject result) {
    JsonObject response = new JsonObject().put("name", "get_weather").put("response", result);
    return new JsonObject().put("functionResponse", response.put("id", id));
  }

  @Test
  void aCallThatAnotherModelAskedForIsMarkedAsForeign() {
    ToolCall foreign = new ToolCall("call_9", "get_weather", "no json");

    ChatResponse told =
        line.reply(
            asking(
                QUESTION,
                Message.assistant("Let me see.").withToolCalls(List.of(foreign, foreign)),
                Message.tool("call_9", "It snows.")));

    assertThat(told.content()).contains("It snows.");
    JsonArray said = line.asked().getJsonArray("contents").getJsonObject(1).getJsonArray("parts");
    assertThat(said.getJsonObject(1).getString("thoughtSignature"))
        .isEqualTo("skip_thought_signature_validator");
    assertThat(said.getJsonObject(1).getJsonObject("functionCall").getJsonObject("args"))
        .isEqualTo(new JsonObject().put("arguments", "no json"));
    assertThat(said.getJsonObject(2).containsKey("thoughtSignature")).isFalse();
  }

  @Test
  void aCallWithoutAnIdGetsOneAndWithoutASignatureNone() {
    JsonObject function = new JsonObject().put("name", "get_time");
    line.answers("STOP", new JsonObject().put("functionCall", function));

    ToolCall call = line.reply(asking(QUESTION)).toolCalls().get(0);

    assertThat(call.arguments()).isEqualTo("{}");
    assertThat(call.id()).startsWith("call_");
    line.answers("STOP", GeminiChatFixture.text("done"));
    var unused =
        line.reply(
            asking(
                QUESTION,
                Message.assistant("").withToolCalls(List.of(call)),
                Message.tool(call.id(), "12:00")));
    assertThat(line.asked().getJsonArray("contents").getJsonObject(1).encode())
        .contains("get_time")
        .doesNotContain("ignature")
        .doesNotContain("\"id\"");
  }

  @Test
  void toolsAreDeclaredWithTheirSchemaIfTheyHaveOne() {
    var unused = line.reply(asking(Message.user("Hi")));

    JsonArray declared =
        line.asked().getJsonArray("tools").getJsonObject(0).getJsonArray("functionDeclarations");
    assertThat(declared.getJsonObject(0).getJsonObject("parametersJsonSchema").getMap())
        .containsKey("properties");
    assertThat(declared.getJsonObject(1).getMap()).containsOnlyKeys("name", "description");
    assertThat(line.asked().containsKey("toolConfig")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "required|{\"mode\":\"ANY\"}",
        "none|{\"mode\":\"NONE\"}",
        "get_time|{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"get_time\"]}"
      })
  void aChoiceIsTold(String choice, String told) {
    ToolChoice chosen =
        choice.startsWith("get") ? ToolChoice.of(choice) : new ToolChoice(choice, false);

    var unused =
        line.reply(
            request(QUESTION)
                .withFeatures(
                    RequestedFeatures.NONE.withTools(WEATHER, CLOCK).withToolChoice(chosen)));

    assertThat(line.asked().getJsonObject("toolConfig").getJsonObject("functionCallingConfig"))
        .isEqualTo(new JsonObject(told));
  }
}
