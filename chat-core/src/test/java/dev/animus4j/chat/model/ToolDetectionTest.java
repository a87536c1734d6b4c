package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.Answering.DRAW;
import static dev.animus4j.chat.model.Answering.counted;
import static dev.animus4j.chat.model.Answering.last;
import static dev.animus4j.chat.model.Answering.parts;
import static dev.animus4j.chat.model.Answering.picture;
import static dev.animus4j.chat.model.Answering.told;
import static dev.animus4j.chat.model.Answering.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolDetectionTest {
  private static final Origin ORIGIN = Origin.of("test");
  private static final Tool CLOCK = new Tool("clock", "Tells the time.", Map.of("type", "object"));
  private static final ToolCall TIME = new ToolCall("t", "clock", "{}");
  private static final ToolCall CAT = picture("c1", "{\"prompt\":\" a cat \"}");

  private static ChatReply reply(Answering model) {
    return model.detecting(Detection.TOOL).reply(DRAW).blockingGet();
  }

  private static List<String> names(ChatRequest request) {
    return request.features().tools().stream().map(Tool::name).toList();
  }

  @Test
  void aCallBesidesTextIsAPromise() {
    Answering model = Answering.with(ChatReply.of("Here is a cat.").calling(CAT));

    assertThat(reply(model)).isEqualTo(ChatReply.of("Here is a cat.").promising("a cat", "tool"));
    assertThat(model.asked).hasSize(1);
    assertThat(names(model.asked.get(0))).containsExactly("generate_image");
    assertThat(model.asked.get(0).features().images()).isFalse();
  }

  @Test
  void whoOnlyCallsIsAnsweredAndAskedForWords() {
    Answering model =
        Answering.with(counted("", 3).calling(CAT)).then(counted("A cat for you!", 5));

    assertThat(reply(model)).isEqualTo(counted("A cat for you!", 8).promising("a cat", "tool"));
    ChatRequest again = model.asked.get(1);
    assertThat(again.messages()).hasSize(3);
    assertThat(again.messages().get(1)).isEqualTo(Message.assistant("").calling(List.of(CAT)));
    assertThat(again.messages().get(2).toolCallId()).isEqualTo("c1");
    assertThat(again.messages().get(2).content()).contains("being made");
    assertThat(names(again)).containsExactly("generate_image");
    assertThat(again.features().toolChoice()).isEqualTo(ToolChoice.NONE);
  }

  @Test
  void whoCallsAgainAndAgainIsNotAskedAThirdTime() {
    Answering model =
        Answering.with(ChatReply.of("").calling(CAT))
            .then(ChatReply.of(" ").calling(picture("c2", "{\"prompt\":\"a dog\"}")));

    assertThat(reply(model)).isEqualTo(ChatReply.of(" ").promising("a cat", "tool"));
    assertThat(model.asked).hasSize(2);
  }

  @Test
  void argumentsThatMakeNoSensePromiseNothingAndTheModelMaySaySo() {
    Answering model =
        Answering.with(ChatReply.of("").calling(picture("c1", "{\"prompt\":"), picture("c2", "")))
            .then(ChatReply.of("I can't draw that."));

    assertThat(reply(model)).isEqualTo(ChatReply.of("I can't draw that."));
    assertThat(model.asked.get(1).messages().subList(2, 4))
        .extracting(Message::toolCallId)
        .containsExactly("c1", "c2");
    assertThat(model.asked.get(1).messages().get(2).content()).contains("No picture");
  }

  @Test
  void ofSeveralCallsTheFirstThatMakesSenseCountsAndEachIsAnswered() {
    Answering model =
        Answering.with(ChatReply.of("").calling(picture("x", "[]"), CAT, picture("y", "{}")))
            .then(ChatReply.of("Look."));

    assertThat(reply(model).imagePrompt()).isEqualTo("a cat");
    assertThat(model.asked.get(1).messages())
        .filteredOn(m -> m.content().contains("being made"))
        .extracting(Message::toolCallId)
        .containsExactly("c1");
  }

  @Test
  void theCallersToolsAreOfferedAndTheirCallsStay() {
    Answering model = Answering.with(ChatReply.of("").calling(TIME, CAT));
    ChatRequest request = DRAW.features(DRAW.features().tools(CLOCK));

    ChatReply reply = model.detecting(Detection.TOOL).reply(request).blockingGet();

    assertThat(reply).isEqualTo(ChatReply.of("").calling(TIME).promising("a cat", "tool"));
    assertThat(names(model.asked.get(0))).containsExactly("clock", "generate_image");
  }

  @Test
  void theFunctionIsNotOfferedWhereItWouldBeInTheWay() {
    Features tools = DRAW.features().tools(CLOCK);
    Tool own = new Tool("generate_image", "Mine.", Map.of());
    for (Features features :
        List.of(
            tools.toolChoice(ToolChoice.REQUIRED),
            tools.toolChoice(ToolChoice.of("clock")),
            tools.tools(own))) {
      Answering model = Answering.with(ChatReply.of("").calling(CAT));

      ChatReply reply =
          model.detecting(Detection.TOOL).reply(DRAW.features(features)).blockingGet();

      assertThat(reply).isEqualTo(ChatReply.of("").calling(CAT));
      assertThat(model.asked).containsExactly(DRAW.features(features.images(false)));
    }
    Answering model = Answering.with(ChatReply.of("ok"));
    model
        .detecting(Detection.TOOL)
        .reply(DRAW.features(tools.toolChoice(ToolChoice.NONE)))
        .blockingGet();
    assertThat(names(model.asked.get(0))).containsExactly("generate_image");
  }

  @Test
  void whoWantsNoPicturesIsLeftAlone() {
    Answering model = Answering.with(ChatReply.of("").calling(CAT));
    ChatRequest request = ChatRequest.of("hi");

    assertThat(model.detecting(Detection.TOOL).reply(request).blockingGet().toolCalls())
        .containsExactly(CAT);
    assertThat(model.asked).containsExactly(request);
  }

  @Test
  void wordsAreToldAsTheyComeButBlankOnesBeforeACallAreNot() {
    Answering model =
        Answering.with(words("\n"), words(" "), ChatReply.of("\n ").calling(CAT))
            .then(words("A "), words("cat!"), ChatReply.of("A cat!"));

    List<ChatPart> parts = parts(model.detecting(Detection.TOOL), DRAW.streaming(true));

    assertThat(parts)
        .containsExactly(
            words("A "), words("cat!"), ChatReply.of("A cat!").promising("a cat", "tool"));

    Answering talking = Answering.with(words(" "), words("Hi"), words(" "), ChatReply.of(" Hi "));
    List<ChatPart> said = parts(talking.detecting(Detection.TOOL), DRAW.streaming(true));
    assertThat(told(said)).isEqualTo(last(said).content());
  }

  @Test
  void aServerThatRefusesAnswersToCallsLeavesThePictureWithoutWords() {
    AnimusException refused = new AnimusException.InvalidRequest(ORIGIN, "no tool role");
    Answering model = Answering.with(ChatReply.of("").calling(CAT)).thenFailing(refused);
    assertThat(reply(model)).isEqualTo(ChatReply.of("").promising("a cat", "tool"));

    AnimusException down = new AnimusException.Unavailable(ORIGIN, "down", false, (Duration) null);
    Answering failing = Answering.with(ChatReply.of("").calling(CAT)).thenFailing(down);
    failing.detecting(Detection.TOOL).reply(DRAW).test().assertError(down);
  }

  @Test
  void allThatWasThoughtAndFoundIsKept() {
    ChatReply first =
        new ChatReply(
            "", "Hm.", List.of(), false, null, List.of(CAT), List.of("gore"), none("tool_calls"));
    ChatReply second =
        new ChatReply(
            "Ok.",
            "Well.",
            List.of("Ok."),
            true,
            null,
            List.of(),
            List.of("gore", "x"),
            none("stop"));

    assertThat(reply(Answering.with(first).then(second)))
        .isEqualTo(
            new ChatReply(
                "Ok.",
                "Hm.\n\nWell.",
                List.of("Ok."),
                true,
                new PromisedImage("a cat", "tool"),
                List.of(),
                List.of("gore", "x"),
                none("stop"),
                List.of()));
  }

  private static Account none(String finishReason) {
    return new Account(null, null, finishReason, null);
  }
}
