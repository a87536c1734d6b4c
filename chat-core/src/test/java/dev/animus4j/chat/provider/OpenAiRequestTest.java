package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.json;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolChoice;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What OpenAI, and servers that speak like it, are asked. */
class OpenAiRequestTest {
  private static final String PLAIN =
      "{'model':'M','messages':[{'role':'user','content':'hello'}],'stream':false}";
  private static final String STREAM = "'stream':true,'stream_options':{'include_usage':true}";
  private static final Sampling S = Sampling.DEFAULT;
  private static final Tool CLOCK = new Tool("clock", "", Map.of());
  private static final RequestedFeatures EVERYTHING =
      RequestedFeatures.NONE
          .withImages(true)
          .withReasoning(true)
          .withCompliance(true)
          .withTools(CLOCK)
          .withToolChoice(ToolChoice.of("clock"));

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  static Stream<Arguments> fields() {
    return Stream.of(
        arguments(HELLO, "{}"),
        arguments(STREAMING, "{" + STREAM + "}"),
        arguments(HELLO.withAutoTurn(true), "{}"),
        arguments(
            HELLO.withSampling(S.withTemperature(2).withTopP(1)),
            "{'temperature':2.0,'top_p':1.0}"),
        arguments(HELLO.withSampling(S.withStop("x").withSeed(7)), "{'stop':['x'],'seed':7}"),
        arguments(HELLO.withSampling(S.withExtra("top_k", 5)), "{'top_k':5}"),
        arguments(
            HELLO.withSampling(S.withExtra("response_format", Map.of("type", "json_object"))),
            "{'response_format':{'type':'json_object'}}"),
        arguments(
            STREAMING.withSampling(
                S.withExtra("stream_options", Map.of("include_obfuscation", false))),
            "{'stream':true,'stream_options':{'include_obfuscation':false}}"),
        arguments(
            STREAMING.withAutoTurn(true).withFeatures(EVERYTHING),
            "{"
                + STREAM
                + ",'tools':[{'type':'function','function':{'name':'clock'}}],"
                + "'tool_choice':{'type':'function','function':{'name':'clock'}}}"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void onlyFieldsOfTheDialectAreSentAndOnlyWhenSet(ChatRequest request, String more) {
    for (ChatModel model : new ChatModel[] {PROVIDER.compatible(), PROVIDER.openAi()}) {
      assertThat(parts(model, request)).isNotEmpty();

      ObjectNode expected = json(PLAIN);
      expected.setAll(json(more));
      assertThat((JsonNode) PROVIDER.asked()).isEqualTo(expected);
    }
  }

  @Test
  void openAiIsToldTheLimitInCompletionTokens() {
    parts(PROVIDER.openAi(), HELLO.withSampling(S.withMaxTokens(9)));

    assertThat(PROVIDER.asked().path("max_completion_tokens").intValue()).isEqualTo(9);
    assertThat(PROVIDER.asked().has("max_tokens")).isFalse();
  }

  @Test
  void allOthersAreToldTheLimitInTokens() {
    parts(PROVIDER.compatible(), HELLO.withSampling(S.withMaxTokens(9)));

    assertThat(PROVIDER.asked().path("max_tokens").intValue()).isEqualTo(9);
    assertThat(PROVIDER.asked().has("max_completion_tokens")).isFalse();
  }

  @Test
  void theAnswersKindIsAskedForByHeader() {
    parts(PROVIDER.compatible(), HELLO);
    assertThat(PROVIDER.received().header("Accept")).isEqualTo("application/json");

    parts(PROVIDER.compatible(), STREAMING);
    assertThat(PROVIDER.received().header("Accept")).isEqualTo("text/event-stream");
    assertThat(PROVIDER.received().path()).isEqualTo("/v1/chat/completions");
  }

  @Test
  void withoutAKeyNoneIsSent() {
    String url = PROVIDER.simulator().origin() + "/v1/";

    failure(
        OpenAiCompatibleChat.create(
            PROVIDER.http(), OpenAiCompatibleChat.endpoint(url, Credentials.none()), "any"),
        HELLO);

    assertThat(PROVIDER.received().path()).isEqualTo("/v1/chat/completions");
    assertThat(PROVIDER.received().header("Authorization")).isNull();
  }

  @Test
  void theModelOfTheFactoryIsAskedUnlessTheRequestNamesAnother() {
    parts(PROVIDER.compatible(), ChatRequest.of("hello"));
    assertThat(PROVIDER.asked().get("model").textValue()).isEqualTo("any");
    parts(PROVIDER.compatible(), ChatRequest.of("hello").withModel("other"));
    assertThat(PROVIDER.asked().get("model").textValue()).isEqualTo("other");
  }

  @Test
  void aFactoryNeedsAModel() {
    assertThatThrownBy(() -> OpenAiCompatibleChat.create(PROVIDER.http(), Credentials.none(), " "))
        .hasMessage("model must not be blank");
  }

  @Test
  void nothingIsSentBeforeSubscriptionAndEverySubscriptionAsksAnew() {
    var reply = PROVIDER.compatible().reply(HELLO);
    assertThat(PROVIDER.simulator().requests()).isEmpty();

    assertThat(reply.blockingGet().content()).isEqualTo(reply.blockingGet().content());
    assertThat(PROVIDER.simulator().requests()).hasSize(2);
  }
}
