package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatPart.Words;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each detection, as an exchange tells of it. */
@ExtendWith(TestVertx.class)
class DetectionTest {
  private static final ChatOptions STREAMING = OPTIONS.drawing().streaming(true);
  private static final ToolCall CALL =
      new ToolCall("c1", "generate_image", "{\"prompt\":\"a cat\"}");

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  private List<ChatEvent> told(Detection detection, ChatOptions options) {
    world.detection = detection;
    return world.send("A cat?", options).assertComplete().values();
  }

  private void theConversationKnowsOfTextAndPicture(String text) {
    assertThat(world.said())
        .containsExactly(
            "user: A cat?", "assistant: " + text, "assistant: <image description=\"a cat\"/>");
    world.send("Thanks!", STREAMING);
    assertThat(world.asked.get(world.asked.size() - 1).messages())
        .allSatisfy(message -> assertThat(message.toolCalls()).isEmpty());
  }

  @Test
  void byTheServer() {
    world.answering(ChatReply.of("Look!").promising("a cat"));

    assertThat(Trace.of(told(Detection.SERVER, STREAMING)))
        .containsExactly(
            "start REGULAR 'A cat?'",
            "complete REGULAR 'Look!' last of 1 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
  }

  @Test
  void byATool() {
    world
        .answering(counted(ChatReply.of("").calling(CALL)))
        .answering(
            Flowable.just(new Words("Loo"), new Words("k!"), counted(ChatReply.of("Look!"))));

    List<ChatEvent> events = told(Detection.TOOL, STREAMING);

    assertThat(Trace.of(events))
        .containsExactly(
            "start REGULAR 'A cat?'",
            "tokens 'Loo'",
            "tokens 'k!'",
            "complete REGULAR 'Look!' last of 1 promising 'a cat'",
            "detected 'a cat' by tool",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(((ExchangeCompleted) events.get(7)).usage()).isEqualTo(new Usage(2, 4, 6));
    theConversationKnowsOfTextAndPicture("Look!");
  }

  @Test
  void byAToolWhoseArgumentsMakeNoSense() {
    ToolCall nonsense = new ToolCall("c1", "generate_image", "{\"prompt\":");
    world.answering(ChatReply.of("Look!").calling(nonsense));

    assertThat(Trace.of(told(Detection.TOOL, STREAMING)))
        .containsExactly(
            "start REGULAR 'A cat?'",
            "complete REGULAR 'Look!' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void byMarkup() {
    String element = "<image_prompt>a cat</image_prompt>";
    world.answering(
        Flowable.just(
            new Words("Look! <image"),
            new Words("_prompt>a cat</image_prompt>"),
            ChatReply.of("Look! " + element)));

    assertThat(Trace.of(told(Detection.MARKUP, STREAMING)))
        .containsExactly(
            "start REGULAR 'A cat?'",
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
    world.answering(
        ChatReply.of("Look!\n<image_prompt>a cat</image_prompt>")
            .turns("Look!", "<image_prompt>a cat</image_prompt>"));

    assertThat(Trace.of(told(Detection.MARKUP, OPTIONS.drawing().inTurns())))
        .contains("detected 'a cat' by markup", "image complete mem:a-cat")
        .noneMatch(line -> line.contains("<"));
  }

  @Test
  void byAClassifier() {
    world
        .answering(Flowable.just(new Words("Look!"), counted(ChatReply.of("Look!"))))
        .answering(counted(ChatReply.of("{\"promises_image\":true,\"image_prompt\":\"a cat\"}")));

    List<ChatEvent> events = told(Detection.CLASSIFIER, STREAMING);

    assertThat(Trace.of(events))
        .containsExactly(
            "start REGULAR 'A cat?'",
            "tokens 'Look!'",
            "complete REGULAR 'Look!' last of 1 promising 'a cat'",
            "detected 'a cat' by classifier",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(((ExchangeCompleted) events.get(6)).usage()).isEqualTo(new Usage(2, 4, 6));
    theConversationKnowsOfTextAndPicture("Look!");
  }

  @Test
  void notAtAllWhenNoPicturesAreWanted() {
    for (Detection detection : List.of(Detection.TOOL, Detection.MARKUP, Detection.CLASSIFIER)) {
      ChatModel model =
          request -> {
            assertThat(request.features().tools()).isEmpty();
            assertThat(request.messages()).hasSize(1);
            return Single.just(ChatReply.of("ok").calling(CALL));
          };
      assertThat(model.detecting(detection).reply(ChatRequest.of("hi")).blockingGet())
          .isEqualTo(ChatReply.of("ok").calling(CALL));
    }
  }

  private static ChatReply counted(ChatReply reply) {
    Account one = new Account(null, null, null, new Usage(1, 2, 3));
    return new ChatReply(
        reply.content(), null, List.of(), false, null, reply.toolCalls(), List.of(), one);
  }
}
