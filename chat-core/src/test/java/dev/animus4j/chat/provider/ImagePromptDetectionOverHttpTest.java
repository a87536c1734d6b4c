package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promised pictures, found in what a real connection brings. */
class ImagePromptDetectionOverHttpTest {
  private static final ChatRequest DRAW =
      ChatRequest.of("Can you show me a sunset over the sea?").withModel("M").withImageDetection();
  private static final String PROMPT = "A sunset over the sea";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static ChatResponse reply(List<ChatUpdate> parts) {
    return (ChatResponse) parts.get(parts.size() - 1);
  }

  private static String told(List<ChatUpdate> parts) {
    return parts.stream()
        .map(update -> update instanceof ChatUpdate.TextDelta textDelta ? textDelta.text() : "")
        .reduce("", String::concat);
  }

  private static JsonNode asked(int index) {
    ReceivedRequest receivedRequest = PROVIDER.simulator().requests().get(index);
    return SimulatedProvider.json(receivedRequest.body().replace("'", "’"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCompatibleModelDetectsByToolUnlessToldOtherwise(boolean streaming) {
    List<ChatUpdate> parts = parts(PROVIDER.compatible(), DRAW.withStreaming(streaming));

    assertThat(reply(parts).imagePrompt()).isEqualTo(PROMPT);
    assertThat(reply(parts).promisedImage().detectedBy()).isEqualTo("tool");
    assertThat(reply(parts).toolCalls()).isEmpty();
    assertThat(reply(parts).content()).contains("is being made");
    assertThat(told(parts)).isEqualTo(streaming ? reply(parts).content() : "");
    assertThat(PROVIDER.simulator().requests()).hasSize(2);
    JsonNode call = asked(1).path("messages").path(1);
    JsonNode answer = asked(1).path("messages").path(2);
    assertThat(call.path("tool_calls").path(0).path("id")).isEqualTo(answer.path("tool_call_id"));
    assertThat(asked(1).path("tool_choice").asText()).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void markupIsAskedForAndTakenOut(boolean streaming) {
    ChatModel model = PROVIDER.compatible().withImageDetection(ImagePromptDetection.MARKUP);

    List<ChatUpdate> parts = parts(model, DRAW.withStreaming(streaming));

    assertThat(reply(parts).imagePrompt()).isEqualTo(PROMPT);
    assertThat(reply(parts).promisedImage().detectedBy()).isEqualTo("markup");
    assertThat(reply(parts).content()).endsWith("a sunset over the sea.");
    assertThat(told(parts)).isEqualTo(streaming ? reply(parts).content() : "");
    assertThat(asked(0).has("tools")).isFalse();
    assertThat(PROVIDER.simulator().requests()).hasSize(1);
  }

  @Test
  void aTagTornIntoCharactersIsNotTold() {
    String answer = "Look: <image_prompt>a 🐱</image_prompt> Bye.";
    String stream =
        answer.codePoints().mapToObj(c -> word(Character.toString(c))).reduce("", String::concat);
    PROVIDER.streams(stream + finish("stop") + DONE);

    List<ChatUpdate> parts =
        parts(
            PROVIDER.compatible().withImageDetection(ImagePromptDetection.MARKUP),
            DRAW.withStreaming(true));

    assertThat(told(parts)).isEqualTo("Look: Bye.").isEqualTo(reply(parts).content());
    assertThat(reply(parts).imagePrompt()).isEqualTo("a 🐱");
  }

  @Test
  void aClassifierIsAskedForJson() {
    ChatModel model =
        PROVIDER
            .animus()
            .withImageDetection(ImagePromptDetection.classifier(PROVIDER.compatible()));

    ChatResponse response = reply(parts(model, DRAW));

    assertThat(response.imagePrompt()).startsWith(PROMPT);
    assertThat(response.promisedImage().detectedBy()).isEqualTo("classifier");
    assertThat(asked(0).has("check_image_generation")).isFalse();
    assertThat(asked(1).path("response_format").path("type").asText()).isEqualTo("json_schema");
  }

  @Test
  void animusDetectsByItself() {
    ChatResponse response = reply(parts(PROVIDER.animus(), DRAW));

    assertThat(response.imagePrompt()).isEqualTo(PROMPT);
    assertThat(response.promisedImage().detectedBy()).isEqualTo("server");
    assertThat(PROVIDER.simulator().requests()).hasSize(1);
  }

  @Test
  void aProviderThatIsDownIsReplacedByAnother() {
    PROVIDER.simulator().script(ScriptedResponse.status(503));
    ChatModel model = PROVIDER.animus().withFallback(PROVIDER.compatible().withModel("other"));

    List<ChatUpdate> parts = parts(model, DRAW);

    assertThat(parts.get(0)).isInstanceOf(ChatUpdate.AttemptFailed.class);
    assertThat(reply(parts).promisedImage().detectedBy()).isEqualTo("tool");
    assertThat(asked(1).path("model").asText()).isEqualTo("other");
  }
}
