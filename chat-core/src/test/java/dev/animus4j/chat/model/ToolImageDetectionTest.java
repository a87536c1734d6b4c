package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.ScriptedChatModel.DRAW;
import static dev.animus4j.chat.model.ScriptedChatModel.counted;
import static dev.animus4j.chat.model.ScriptedChatModel.last;
import static dev.animus4j.chat.model.ScriptedChatModel.parts;
import static dev.animus4j.chat.model.ScriptedChatModel.picture;
import static dev.animus4j.chat.model.ScriptedChatModel.told;
import static dev.animus4j.chat.model.ScriptedChatModel.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolImageDetectionTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("test");
  private static final Tool CLOCK = new Tool("clock", "Tells the time.", Map.of("type", "object"));
  private static final ToolCall TIME = new ToolCall("t", "clock", "{}");
  private static final ToolCall CAT = picture("c1", "{\"prompt\":\" a cat \"}");

  private static ChatResponse reply(ScriptedChatModel model) {
    return model.withImageDetection(ImagePromptDetection.TOOL).reply(DRAW).blockingGet();
  }

  private static List<String> names(ChatRequest request) {
    return request.features().tools().stream().map(Tool::name).toList();
  }

  @Test
  void aCallBesidesTextIsAPromise() {
    ScriptedChatModel model =
        ScriptedChatModel.with(ChatResponse.of("Here is a cat.").withToolCalls(CAT));

    assertThat(reply(model))
        .isEqualTo(ChatResponse.of("Here is a cat.").withImagePrompt("a cat", "tool"));
    assertThat(model.asked).hasSize(1);
    assertThat(names(model.asked.get(0))).containsExactly("generate_image");
    assertThat(model.asked.get(0).features().images()).isFalse();
  }

  @Test
  void aReplyWithOnlyACallIsFollowedUpForText() {
    ScriptedChatModel model =
        ScriptedChatModel.with(counted("", 3).withToolCalls(CAT))
            .then(counted("A cat for you!", 5));

    assertThat(reply(model))
        .isEqualTo(counted("A cat for you!", 8).withImagePrompt("a cat", "tool"));
    ChatRequest again = model.asked.get(1);
    assertThat(again.messages()).hasSize(3);
    assertThat(again.messages().get(1))
        .isEqualTo(Message.assistant("").withToolCalls(List.of(CAT)));
    assertThat(again.messages().get(2).toolCallId()).isEqualTo("c1");
    assertThat(again.messages().get(2).content()).contains("being made");
    assertThat(names(again)).containsExactly("generate_image");
    assertThat(again.features().toolChoice()).isEqualTo(ToolChoice.NONE);
  }

  @Test
  void aModelThatCallsTwiceIsNotAskedAThirdTime() {
    ScriptedChatModel model =
        ScriptedChatModel.with(ChatResponse.of("").withToolCalls(CAT))
            .then(ChatResponse.of(" ").withToolCalls(picture("c2", "{\"prompt\":\"a dog\"}")));

    assertThat(reply(model)).isEqualTo(ChatResponse.of(" ").withImagePrompt("a cat", "tool"));
    assertThat(model.asked).hasSize(2);
  }

  @Test
  void argumentsThatMakeNoSensePromiseNothingAndTheModelMaySaySo() {
    ScriptedChatModel model =
        ScriptedChatModel.with(
                ChatResponse.of("").withToolCalls(picture("c1", "{\"prompt\":"), picture("c2", "")))
            .then(ChatResponse.of("I can't draw that."));

    assertThat(reply(model)).isEqualTo(ChatResponse.of("I can't draw that."));
    assertThat(model.asked.get(1).messages().subList(2, 4))
        .extracting(Message::toolCallId)
        .containsExactly("c1", "c2");
    assertThat(model.asked.get(1).messages().get(2).content()).contains("No picture");
  }

  @Test
  void ofSeveralCallsTheFirstThatMakesSenseCountsAndEachIsAnswered() {
    ScriptedChatModel model =
        ScriptedChatModel.with(
                ChatResponse.of("").withToolCalls(picture("x", "[]"), CAT, picture("y", "{}")))
            .then(ChatResponse.of("Look."));

    assertThat(reply(model).imagePrompt()).isEqualTo("a cat");
    assertThat(model.asked.get(1).messages())
        .filteredOn(m -> m.content().contains("being made"))
        .extracting(Message::toolCallId)
        .containsExactly("c1");
  }

  @Test
  void theCallersToolsAreOfferedAndTheirCallsStay() {
    ScriptedChatModel model = ScriptedChatModel.with(ChatResponse.of("").withToolCalls(TIME, CAT));
    ChatRequest request = DRAW.withFeatures(DRAW.features().withTools(CLOCK));

    ChatResponse response =
        model.withImageDetection(ImagePromptDetection.TOOL).reply(request).blockingGet();

    assertThat(response)
        .isEqualTo(ChatResponse.of("").withToolCalls(TIME).withImagePrompt("a cat", "tool"));
    assertThat(names(model.asked.get(0))).containsExactly("clock", "generate_image");
  }

  @Test
  void theFunctionIsNotOfferedWhereItWouldBeInTheWay() {
    RequestedFeatures tools = DRAW.features().withTools(CLOCK);
    Tool own = new Tool("generate_image", "Mine.", Map.of());
    for (RequestedFeatures features :
        List.of(
            tools.withToolChoice(ToolChoice.REQUIRED),
            tools.withToolChoice(ToolChoice.of("clock")),
            tools.withTools(own))) {
      ScriptedChatModel model = ScriptedChatModel.with(ChatResponse.of("").withToolCalls(CAT));

      ChatResponse response =
          model
              .withImageDetection(ImagePromptDetection.TOOL)
              .reply(DRAW.withFeatures(features))
              .blockingGet();

      assertThat(response).isEqualTo(ChatResponse.of("").withToolCalls(CAT));
      assertThat(model.asked).containsExactly(DRAW.withFeatures(features.withImages(false)));
    }
    ScriptedChatModel model = ScriptedChatModel.with(ChatResponse.of("ok"));
    model
        .withImageDetection(ImagePromptDetection.TOOL)
        .reply(DRAW.withFeatures(tools.withToolChoice(ToolChoice.NONE)))
        .blockingGet();
    assertThat(names(model.asked.get(0))).containsExactly("generate_image");
  }

  @Test
  void requestsWithoutImagesAreUnchanged() {
    ScriptedChatModel model = ScriptedChatModel.with(ChatResponse.of("").withToolCalls(CAT));
    ChatRequest request = ChatRequest.of("hi");

    assertThat(
            model
                .withImageDetection(ImagePromptDetection.TOOL)
                .reply(request)
                .blockingGet()
                .toolCalls())
        .containsExactly(CAT);
    assertThat(model.asked).containsExactly(request);
  }

  @Test
  void wordsAreToldAsTheyComeButBlankOnesBeforeACallAreNot() {
    ScriptedChatModel model =
        ScriptedChatModel.with(words("\n"), words(" "), ChatResponse.of("\n ").withToolCalls(CAT))
            .then(words("A "), words("cat!"), ChatResponse.of("A cat!"));

    List<ChatUpdate> parts =
        parts(model.withImageDetection(ImagePromptDetection.TOOL), DRAW.withStreaming(true));

    assertThat(parts)
        .containsExactly(
            words("A "), words("cat!"), ChatResponse.of("A cat!").withImagePrompt("a cat", "tool"));

    ScriptedChatModel talking =
        ScriptedChatModel.with(words(" "), words("Hi"), words(" "), ChatResponse.of(" Hi "));
    List<ChatUpdate> said =
        parts(talking.withImageDetection(ImagePromptDetection.TOOL), DRAW.withStreaming(true));
    assertThat(told(said)).isEqualTo(last(said).content());
  }

  @Test
  void aServerThatRefusesAnswersToCallsLeavesThePictureWithoutWords() {
    AnimusException refused = new AnimusException.InvalidRequest(ORIGIN, "no tool role");
    ScriptedChatModel model =
        ScriptedChatModel.with(ChatResponse.of("").withToolCalls(CAT)).thenFailing(refused);
    assertThat(reply(model)).isEqualTo(ChatResponse.of("").withImagePrompt("a cat", "tool"));

    AnimusException down = new AnimusException.Unavailable(ORIGIN, "down", false, (Duration) null);
    ScriptedChatModel failing =
        ScriptedChatModel.with(ChatResponse.of("").withToolCalls(CAT)).thenFailing(down);
    failing.withImageDetection(ImagePromptDetection.TOOL).reply(DRAW).test().assertError(down);
  }

  @Test
  void allThatWasThoughtAndFoundIsKept() {
    ChatResponse first =
        new ChatResponse(
            "", "Hm.", List.of(), false, null, List.of(CAT), List.of("gore"), none("tool_calls"));
    ChatResponse second =
        new ChatResponse(
            "Ok.",
            "Well.",
            List.of("Ok."),
            true,
            null,
            List.of(),
            List.of("gore", "x"),
            none("stop"));

    assertThat(reply(ScriptedChatModel.with(first).then(second)))
        .isEqualTo(
            new ChatResponse(
                    "Ok.",
                    "Hm.\n\nWell.",
                    List.of("Ok."),
                    true,
                    null,
                    List.of(),
                    List.of("gore", "x"),
                    none("stop"))
                .withImagePrompt("a cat", "tool"));
  }

  private static ChatResponseMetadata none(String finishReason) {
    return new ChatResponseMetadata(null, null, null, finishReason, null);
  }
}
