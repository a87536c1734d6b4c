package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each detection, as an exchange tells of it. */
@VertxTest
class ImagePromptDetectionTest {
  private static final ChatOptions STREAMING = OPTIONS.withImages().withStreaming(true);
  private static final ToolCall CALL =
      new ToolCall("c1", "generate_image", "{\"prompt\":\"a cat\"}");

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private List<ChatEvent> told(ImagePromptDetection detection, ChatOptions options) {
    fixture.detection = detection;
    return fixture.send("A cat?", options).assertComplete().values();
  }

  private void theConversationKnowsOfTextAndPicture(String text) {
    assertThat(fixture.said())
        .containsExactly(
            "user: A cat?", "assistant: " + text, "assistant: <image description=\"a cat\"/>");
    fixture.send("Thanks!", STREAMING);
    assertThat(fixture.asked.get(fixture.asked.size() - 1).messages())
        .allSatisfy(message -> assertThat(message.toolCalls()).isEmpty());
  }

  @Test
  void byTheServer() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat"));

    assertThat(EventTrace.of(told(ImagePromptDetection.SERVER, STREAMING)))
        .containsExactly(
            "received 'A cat?'",
            "start REGULAR ''",
            "complete REGULAR 'Look!' last of 1 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
  }

  @Test
  void byATool() {
    fixture
        .answering(counted(ChatResponse.of("").withToolCalls(CALL)))
        .answering(
            Flowable.just(
                new TextDelta("Loo"), new TextDelta("k!"), counted(ChatResponse.of("Look!"))));

    List<ChatEvent> events = told(ImagePromptDetection.TOOL, STREAMING);

    assertThat(EventTrace.of(events))
        .containsExactly(
            "received 'A cat?'",
            "start REGULAR ''",
            "tokens 'Loo'",
            "tokens 'k!'",
            "complete REGULAR 'Look!' last of 1 promising 'a cat'",
            "detected 'a cat' by tool",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(((ExchangeCompleted) events.get(8)).usage()).isEqualTo(new Usage(2, 4, 6));
    theConversationKnowsOfTextAndPicture("Look!");
  }

  @Test
  void byAToolWhoseArgumentsMakeNoSense() {
    ToolCall nonsense = new ToolCall("c1", "generate_image", "{\"prompt\":");
    fixture.answering(ChatResponse.of("Look!").withToolCalls(nonsense));

    assertThat(EventTrace.of(told(ImagePromptDetection.TOOL, STREAMING)))
        .containsExactly(
            "received 'A cat?'",
            "start REGULAR ''",
            "complete REGULAR 'Look!' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void byMarkup() {
    String element = "<image_prompt>a cat</image_prompt>";
    fixture.answering(
        Flowable.just(
            new TextDelta("Look! <image"),
            new TextDelta("_prompt>a cat</image_prompt>"),
            ChatResponse.of("Look! " + element)));

    assertThat(EventTrace.of(told(ImagePromptDetection.MARKUP, STREAMING)))
        .containsExactly(
            "received 'A cat?'",
            "start REGULAR ''",
            "tokens 'Look!'",
            "complete REGULAR 'Look!' last of 1 promising 'a cat'",
            "detected 'a cat' by markup",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
    theConversationKnowsOfTextAndPicture("Look!");
  }

  @Test
  void byMarkupInTurns() {
    fixture.answering(
        ChatResponse.of("Look!\n<image_prompt>a cat</image_prompt>")
            .withTurns("Look!", "<image_prompt>a cat</image_prompt>"));

    assertThat(
            EventTrace.of(told(ImagePromptDetection.MARKUP, OPTIONS.withImages().withAutoTurn())))
        .contains("detected 'a cat' by markup", "image complete mem:a-cat")
        .noneMatch(line -> line.contains("<"));
  }

  @Test
  void byAClassifier() {
    fixture
        .answering(Flowable.just(new TextDelta("Look!"), counted(ChatResponse.of("Look!"))))
        .answering(
            counted(ChatResponse.of("{\"promises_image\":true,\"image_prompt\":\"a cat\"}")));

    List<ChatEvent> events = told(ImagePromptDetection.CLASSIFIER, STREAMING);

    assertThat(EventTrace.of(events))
        .containsExactly(
            "received 'A cat?'",
            "start REGULAR ''",
            "tokens 'Look!'",
            "complete REGULAR 'Look!' last of 1 promising 'a cat'",
            "detected 'a cat' by classifier",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(((ExchangeCompleted) events.get(7)).usage()).isEqualTo(new Usage(2, 4, 6));
    theConversationKnowsOfTextAndPicture("Look!");
  }

  @Test
  void notAtAllWhenNoPicturesAreWanted() {
    for (ImagePromptDetection detection :
        List.of(
            ImagePromptDetection.TOOL,
            ImagePromptDetection.MARKUP,
            ImagePromptDetection.CLASSIFIER)) {
      ChatModel model =
          request -> {
            assertThat(request.features().tools()).isEmpty();
            assertThat(request.messages()).hasSize(1);
            return Single.just(ChatResponse.of("ok").withToolCalls(CALL));
          };
      assertThat(model.withImageDetection(detection).reply(ChatRequest.of("hi")).blockingGet())
          .isEqualTo(ChatResponse.of("ok").withToolCalls(CALL));
    }
  }

  private static ChatResponse counted(ChatResponse response) {
    ChatResponseMetadata one = new ChatResponseMetadata(null, null, null, null, new Usage(1, 2, 3));
    return new ChatResponse(
        response.content(), null, List.of(), false, null, response.toolCalls(), List.of(), one);
  }
}
