package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.simulator.Received;
import dev.animus4j.simulator.Scripted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promised pictures, found in what a real connection brings. */
class DetectedOverHttpTest {
  private static final ChatRequest DRAW =
      ChatRequest.of("Can you show me a sunset over the sea?").model("M").detectingImages();
  private static final String PROMPT = "A sunset over the sea";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static ChatReply reply(List<ChatPart> parts) {
    return (ChatReply) parts.get(parts.size() - 1);
  }

  private static String told(List<ChatPart> parts) {
    return parts.stream()
        .map(part -> part instanceof ChatPart.Words words ? words.text() : "")
        .reduce("", String::concat);
  }

  private static JsonNode asked(int index) {
    Received received = PROVIDER.simulator().requests().get(index);
    return SimulatedProvider.json(received.body().replace("'", "’"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCompatibleModelDetectsByToolUnlessToldOtherwise(boolean streaming) {
    List<ChatPart> parts = parts(PROVIDER.compatible(), DRAW.streaming(streaming));

    assertThat(reply(parts).imagePrompt()).isEqualTo(PROMPT);
    assertThat(reply(parts).promised().detectedBy()).isEqualTo("tool");
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
    ChatModel model = PROVIDER.compatible().detecting(Detection.MARKUP);

    List<ChatPart> parts = parts(model, DRAW.streaming(streaming));

    assertThat(reply(parts).imagePrompt()).isEqualTo(PROMPT);
    assertThat(reply(parts).promised().detectedBy()).isEqualTo("markup");
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

    List<ChatPart> parts =
        parts(PROVIDER.compatible().detecting(Detection.MARKUP), DRAW.streaming(true));

    assertThat(told(parts)).isEqualTo("Look: Bye.").isEqualTo(reply(parts).content());
    assertThat(reply(parts).imagePrompt()).isEqualTo("a 🐱");
  }

  @Test
  void aClassifierIsAskedForJson() {
    ChatModel model = PROVIDER.animus().detecting(Detection.classifier(PROVIDER.compatible()));

    ChatReply reply = reply(parts(model, DRAW));

    assertThat(reply.imagePrompt()).startsWith(PROMPT);
    assertThat(reply.promised().detectedBy()).isEqualTo("classifier");
    assertThat(asked(0).has("check_image_generation")).isFalse();
    assertThat(asked(1).path("response_format").path("type").asText()).isEqualTo("json_schema");
  }

  @Test
  void animusDetectsByItself() {
    ChatReply reply = reply(parts(PROVIDER.animus(), DRAW));

    assertThat(reply.imagePrompt()).isEqualTo(PROMPT);
    assertThat(reply.promised().detectedBy()).isEqualTo("server");
    assertThat(PROVIDER.simulator().requests()).hasSize(1);
  }

  @Test
  void aProviderThatIsDownIsReplacedByAnother() {
    PROVIDER.simulator().script(Scripted.status(503));
    ChatModel model = PROVIDER.animus().orElse(PROVIDER.compatible().named("other"));

    List<ChatPart> parts = parts(model, DRAW);

    assertThat(parts.get(0)).isInstanceOf(ChatPart.AttemptFailed.class);
    assertThat(reply(parts).promised().detectedBy()).isEqualTo("tool");
    assertThat(asked(1).path("model").asText()).isEqualTo("other");
  }
}
