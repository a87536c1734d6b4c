package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.KEY;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.json;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolChoice;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.http.Credentials;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Animus is asked; the numbers are the rows of the table of contradictions. */
class AnimusRequestTest {
  private static final String PLAIN =
      "{'model':'M','messages':[{'role':'user','content':'hello'}],'stream':false,'autoTurn':false}";
  private static final Sampling S = Sampling.DEFAULT;
  private static final RequestedFeatures F = RequestedFeatures.NONE;
  private static final Tool CLOCK = new Tool("clock", "the time", Map.of("type", "object"));
  private static final String CLOCK_JSON =
      "{'type':'function','function':"
          + "{'name':'clock','description':'the time','parameters':{'type':'object'}}}";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  static Stream<Arguments> fields() {
    return Stream.of(
        arguments(HELLO, "{}"),
        arguments(STREAMING, "{'stream':true}"),
        arguments(HELLO.withAutoTurn(true), "{'autoTurn':true}"),
        arguments(HELLO.withSampling(S.withTemperature(0)), "{'temperature':0.0}"),
        arguments(HELLO.withSampling(S.withTopP(0.25)), "{'top_p':0.25}"),
        arguments(HELLO.withSampling(S.withMaxTokens(150)), "{'max_tokens':150}"),
        arguments(HELLO.withSampling(S.withStop("a", "<|im_end|>")), "{'stop':['a','<|im_end|>']}"),
        arguments(HELLO.withSampling(S.withSeed(1L << 40)), "{'seed':1099511627776}"),
        arguments(
            HELLO.withSampling(S.withExtra("top_k", 40).withExtra("n", 2).withExtra("min_p", 0.1)),
            "{'top_k':40,'n':2,'min_p':0.1}"),
        arguments(
            HELLO.withSampling(S.withExtra("best_of", 1).withExtra("length_penalty", 1.5)),
            "{'best_of':1,'length_penalty':1.5}"),
        arguments(HELLO.withFeatures(F.withCompliance(false)), "{'compliance':false}"),
        arguments(HELLO.withFeatures(F.withCompliance(true)), "{'compliance':true}"),
        arguments(
            HELLO.withFeatures(F.withReasoning(true)), "{'reasoning':true,'show_reasoning':true}"),
        arguments(HELLO.withImageDetection(), "{'check_image_generation':true}"),
        arguments(
            HELLO.withFeatures(F.withTools(CLOCK)),
            "{'tools':[" + CLOCK_JSON + "],'tool_choice':'auto'}"),
        arguments(HELLO.withFeatures(F.withToolChoice(ToolChoice.REQUIRED)), "{}"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aFieldIsSentByItsWireNameWhenItIsSet(ChatRequest request, String more) {
    assertThat(parts(PROVIDER.animus(), request)).isNotEmpty();

    ObjectNode expected = json(PLAIN);
    expected.setAll(json(more));
    assertThat((JsonNode) PROVIDER.asked()).isEqualTo(expected);
    assertThat(PROVIDER.simulator().requests()).hasSize(1);
  }

  @Test
  void itIsPostedWithTheKeyAndAsJson() {
    parts(PROVIDER.animus(), HELLO);

    assertThat(PROVIDER.received().method()).isEqualTo("POST");
    assertThat(PROVIDER.received().path()).isEqualTo("/v3/chat/completions");
    assertThat(PROVIDER.received().header("Authorization")).isEqualTo("Bearer " + KEY);
    assertThat(PROVIDER.received().header("Content-Type")).isEqualTo("application/json");
    assertThat(PROVIDER.received().header("Accept")).isEqualTo("application/json");
  }

  @Test
  void aStreamIsAskedForByHeaderToo() {
    parts(PROVIDER.animus(), STREAMING);

    assertThat(PROVIDER.received().header("Accept")).isEqualTo("text/event-stream");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void withoutAModelThatOfTheFactoryIsAsked(String model) {
    ChatRequest request =
        new ChatRequest(model, HELLO.messages(), Sampling.DEFAULT, F, false, false);

    parts(PROVIDER.animus(), request);
    assertThat(PROVIDER.asked().get("model").textValue()).isEqualTo("any");
  }

  @Test
  void aTypedOptionWinsOverAnExtraFieldOfTheSameName() {
    Sampling twice = S.withTemperature(0.5).withExtra("temperature", 2).withExtra("model", "other");

    parts(PROVIDER.animus(), HELLO.withSampling(twice));

    assertThat(PROVIDER.received().body()).containsOnlyOnce("\"temperature\":0.5");
    assertThat(PROVIDER.received().body()).doesNotContain("other").containsOnlyOnce("\"model\"");
  }

  @Test
  @DisplayName("autoTurn is a boolean, and switches streaming off")
  void anAnswerInTurnsIsNotStreamed() {
    parts(PROVIDER.animus(), HELLO.withStreamingIfPossible().withAutoTurn(true));

    assertThat(PROVIDER.asked().get("autoTurn").isBoolean()).isTrue();
    assertThat(PROVIDER.asked().get("stream").booleanValue()).isFalse();
    assertThat(PROVIDER.received().header("Accept")).isEqualTo("application/json");
  }

  @Test
  void turnsOfTheServerTurnStreamingOffUnlessRequested() {
    ChatRequest open = HELLO.withStreamingIfPossible();
    List<ChatRequest> requests =
        List.of(
            open, open.withAutoTurn(true), STREAMING.withAutoTurn(true), open.withStreaming(false));
    for (ChatRequest request : requests) {
      parts(PROVIDER.animus(), request);
      parts(PROVIDER.compatible(), request);
    }
    assertThat(PROVIDER.simulator().requests())
        .extracting(asked -> json(asked.body()).get("stream").booleanValue())
        .containsExactly(true, true, false, true, true, true, false, false);
  }

  static Stream<Arguments> choices() {
    return Stream.of(
        arguments(ToolChoice.NONE, "{'c':'none'}"),
        arguments(ToolChoice.AUTO, "{'c':'auto'}"),
        arguments(ToolChoice.REQUIRED, "{'c':'required'}"),
        arguments(ToolChoice.of("clock"), "{'c':{'type':'function','function':{'name':'clock'}}}"));
  }

  @ParameterizedTest
  @MethodSource("choices")
  @DisplayName("tool_choice is passed through, the named one too")
  void aToolChoiceIsPassedThrough(ToolChoice choice, String expected) {
    parts(PROVIDER.animus(), HELLO.withFeatures(F.withTools(CLOCK).withToolChoice(choice)));

    assertThat(PROVIDER.asked().get("tool_choice")).isEqualTo(json(expected).get("c"));
  }

  @Test
  @DisplayName("penalties are sent only when they are set")
  void penaltiesAreSentOnlyWhenSet() {
    parts(PROVIDER.animus(), HELLO);
    assertThat(PROVIDER.received().body()).doesNotContain("penalty");

    Sampling set = S.withExtra("presence_penalty", 0).withExtra("frequency_penalty", -0.5);
    parts(PROVIDER.animus(), HELLO.withSampling(set.withExtra("repetition_penalty", 1.1)));
    assertThat(PROVIDER.asked().get("presence_penalty").intValue()).isZero();
    assertThat(PROVIDER.asked().get("frequency_penalty").doubleValue()).isEqualTo(-0.5);
    assertThat(PROVIDER.asked().get("repetition_penalty").doubleValue()).isEqualTo(1.1);
  }

  @Test
  @DisplayName("Animus answers at v3 unless told otherwise")
  void theDefaultAddressIsV3() {
    assertThat(AnimusChat.endpoint(Credentials.none()).baseUrl())
        .isEqualTo("https://api.animusai.co/v3");
  }
}
