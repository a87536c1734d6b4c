package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageRequest.Source;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A promise that changes the picture shown last. */
@VertxTest
class ImageRefinementTest {
  private static final ChatOptions DRAWING = OPTIONS.withImages();
  private static final ChatResponse MORE_VIBRANT =
      ChatResponse.of("Sure!")
          .withImagePrompt(new PromisedImage("a vivid cat", "tool").withChangesPrevious(true));

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private List<String> told(String text) {
    return EventTrace.of(fixture.send(text, DRAWING).assertComplete().values());
  }

  private ImageRequest drawnLast() {
    return fixture.drawn.get(fixture.drawn.size() - 1);
  }

  @Test
  void theLastPictureIsChangedWithItsLineage() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat")).answering(MORE_VIBRANT);
    var memo = JsonNodeFactory.instance.objectNode().put("said", "before");
    Image.Lineage lineage = new Image.Lineage(null, null, memo);
    fixture.drawing(
        request -> Single.just(ChatFixture.picture(request.prompt()).withLineage(lineage)));
    told("A cat?");
    assertThat(told("Make it more vibrant"))
        .containsExactly(
            "received 'Make it more vibrant'",
            "start REGULAR ''",
            "complete REGULAR 'Sure!' last of 1 promising 'a vivid cat'",
            "detected 'a vivid cat' by tool, a change",
            "image start 'a vivid cat'",
            "image complete mem:a-vivid-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(drawnLast().prompt()).isEqualTo("a vivid cat");
    Image source = ((Source.Made) drawnLast().source()).image();
    assertThat(source.location()).isEqualTo(URI.create("mem:a-cat"));
    assertThat(source.lineage()).isEqualTo(lineage);
    assertThat(fixture.said())
        .endsWith("assistant: <image description=\"Modified: a vivid cat\"/>");
  }

  @Test
  void aPictureStillBeingDrawnIsKnownAndThenChanged() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat")).answering(MORE_VIBRANT);
    SingleSubject<Image> slow = SingleSubject.create();
    fixture.drawing(
        request ->
            request.prompt().equals("a cat")
                ? slow
                : Single.just(ChatFixture.picture(request.prompt())));
    var first = fixture.send("A cat?", DRAWING).assertNotComplete();
    var second = fixture.send("Make it more vibrant", DRAWING);

    List<Message> asked = fixture.asked.get(1).messages();
    assertThat(asked.get(asked.size() - 2).content())
        .isEqualTo("Look!\n<image description=\"a cat\"/>");
    assertThat(fixture.drawn).hasSize(1);

    slow.onSuccess(ChatFixture.picture("a cat"));
    fixture.after(Duration.ZERO);
    first.assertComplete();
    second.assertComplete();
    assertThat(((Source.Made) drawnLast().source()).image().location())
        .isEqualTo(URI.create("mem:a-cat"));
  }

  @Test
  void aPictureThatNeverComesIsDrawnAnewWithTheChange() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat")).answering(MORE_VIBRANT);
    SingleSubject<Image> slow = SingleSubject.create();
    fixture.drawing(
        request ->
            request.prompt().equals("a cat")
                ? slow
                : Single.just(ChatFixture.picture(request.prompt())));
    fixture.send("A cat?", DRAWING);
    var second = fixture.send("Make it more vibrant", DRAWING);

    slow.onError(new AnimusException.Protocol(FailureOrigin.of("p"), "lost", null));
    fixture.after(Duration.ZERO);
    second.assertComplete();
    assertThat(drawnLast().source()).isNull();
    assertThat(drawnLast().prompt()).isEqualTo("a vivid cat\na cat");
  }

  @Test
  void aPictureOfAnEarlierProcessIsChangedByWhatTheHistoryKnowsOfIt() {
    Image old = ChatFixture.picture("an old cat");
    fixture
        .history
        .append(
            "default",
            HistoryEntry.of(HistoryEntry.ImageReference.of("an old cat", old), Instant.EPOCH))
        .blockingAwait();
    fixture.answering(MORE_VIBRANT);
    told("Make it more vibrant");
    Image source = ((Source.Made) drawnLast().source()).image();
    assertThat(source.location()).isEqualTo(old.location());
    assertThat(source.format()).isEqualTo(old.format());
    assertThat(source.lineage()).isEqualTo(Image.Lineage.NONE);
  }

  @Test
  void aPictureOfWhichOnlyTheAddressIsKnownIsChangedByAddress() {
    URI address = URI.create("https://pictures.example/cat.png");
    HistoryEntry.ImageReference known = new HistoryEntry.ImageReference("a cat", address);
    fixture.history.append("default", HistoryEntry.of(known, Instant.EPOCH)).blockingAwait();
    fixture.answering(MORE_VIBRANT);
    told("Make it more vibrant");
    assertThat(drawnLast().source()).isEqualTo(new Source.At(address));
  }

  @Test
  void withoutAnEarlierPictureANewOneIsDrawn() {
    fixture.answering(MORE_VIBRANT);
    assertThat(told("Make it more vibrant"))
        .contains("image complete mem:a-vivid-cat", "end COMPLETED messages 1 images 1");
    assertThat(drawnLast().source()).isNull();
    assertThat(fixture.said()).endsWith("assistant: <image description=\"a vivid cat\"/>");
  }

  @Test
  void aModelThatCannotChangePicturesDrawsANewOneAndTheHistoryDoesNotSayOtherwise() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat")).answering(MORE_VIBRANT);
    fixture.drawing(
        request ->
            request.source() == null
                ? Single.just(ChatFixture.picture(request.prompt()))
                : Single.error(
                    new AnimusException.InvalidRequest(
                        FailureOrigin.of("p"), "takes no pictures")));
    told("A cat?");
    assertThat(told("Make it more vibrant"))
        .containsSubsequence(
            "image start 'a vivid cat'",
            "image attempt 1 failed invalidRequest",
            "image complete mem:a-vivid-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(fixture.said()).endsWith("assistant: <image description=\"a vivid cat\"/>");
  }

  @Test
  void otherFailuresOfAChangeAreItsOwn() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat")).answering(MORE_VIBRANT);
    told("A cat?");
    fixture.images =
        request ->
            Single.error(
                new AnimusException.ContentPolicy(
                    FailureOrigin.of("p"), AnimusException.Stage.PROMPT, List.of()));
    assertThat(told("Make it more vibrant"))
        .contains("image failed contentPolicy")
        .noneMatch(line -> line.contains("attempt"));
    assertThat(fixture.drawn).hasSize(2);
  }

  @Test
  void eachDetectionButTheServersTellsOfAChange() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat"));
    told("A cat?");
    assertThat(changing(ImagePromptDetection.MARKUP, markup("changes=\"previous\""))).isTrue();
    assertThat(changing(ImagePromptDetection.MARKUP, markup("CHANGES = 'previous'"))).isTrue();
    assertThat(changing(ImagePromptDetection.MARKUP, markup("changes=\"nothing\""))).isFalse();
    assertThat(changing(ImagePromptDetection.MARKUP, markup(""))).isFalse();
    assertThat(changing(ImagePromptDetection.TOOL, call(", \"changes_previous_image\": true")))
        .isTrue();
    assertThat(changing(ImagePromptDetection.TOOL, call(", \"changes_previous_image\": false")))
        .isFalse();
    assertThat(changing(ImagePromptDetection.TOOL, call(", \"changes_previous_image\": \"yes\"")))
        .isFalse();
    assertThat(changing(ImagePromptDetection.TOOL, call(""))).isFalse();
    assertThat(changing(judge("true"), ChatResponse.of("Sure!"))).isTrue();
    assertThat(changing(judge("false"), ChatResponse.of("Sure!"))).isFalse();
    assertThat(
            changing(
                ImagePromptDetection.SERVER, ChatResponse.of("Sure!").withImagePrompt("a cat")))
        .isFalse();
  }

  private static ChatResponse markup(String attribute) {
    return ChatResponse.of("Sure! <image_prompt " + attribute + ">a vivid cat</image_prompt>");
  }

  private static ChatResponse call(String argument) {
    String arguments = "{\"prompt\": \"a vivid cat\"" + argument + "}";
    return ChatResponse.of("Sure!").withToolCalls(new ToolCall("c", "generate_image", arguments));
  }

  private static ImagePromptDetection judge(String changes) {
    String verdict =
        "{\"promises_image\": true, \"image_prompt\": \"a vivid cat\","
            + " \"changes_previous_image\": "
            + changes
            + "}";
    return ImagePromptDetection.classifier(request -> Single.just(ChatResponse.of(verdict)));
  }

  private boolean changing(ImagePromptDetection detection, ChatResponse response) {
    ChatResponse told =
        Single.fromPublisher(
                detection.stream(
                        request -> Single.just(response),
                        DRAWING.request(MessageType.REGULAR, List.of()))
                    .ofType(ChatResponse.class))
            .blockingGet();
    assertThat(told.promisedImage()).isNotNull();
    assertThat(told.content()).isEqualTo("Sure!");
    return told.promisedImage().changesPrevious();
  }

  @Test
  void theEventSaysSoInJsonOnlyWhenThereIsSomethingToSay() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat")).answering(MORE_VIBRANT);
    List<ChatEvent> first = fixture.send("A cat?", DRAWING).values();
    assertThat(ChatEvents.toJson(first.get(3)).toString()).doesNotContain("changesPrevious");
    List<ChatEvent> second = fixture.send("Make it more vibrant", DRAWING).values();
    assertThat(ChatEvents.toJson(second.get(3)).toString()).contains("\"changesPrevious\":true");
  }
}
