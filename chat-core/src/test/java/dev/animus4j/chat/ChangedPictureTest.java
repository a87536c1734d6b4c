package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageRequest.Source;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A promise that changes the picture shown last. */
@ExtendWith(TestVertx.class)
class ChangedPictureTest {
  private static final ChatOptions DRAWING = OPTIONS.drawing();
  private static final ChatReply MORE_VIBRANT =
      ChatReply.of("Sure!").promising(new PromisedImage("a vivid cat", "tool").changing(true));

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  private List<String> told(String text) {
    return Trace.of(world.send(text, DRAWING).assertComplete().values());
  }

  private ImageRequest drawnLast() {
    return world.drawn.get(world.drawn.size() - 1);
  }

  @Test
  void theLastPictureIsChangedWithItsLineage() {
    world.answering(ChatReply.of("Look!").promising("a cat")).answering(MORE_VIBRANT);
    var memo = JsonNodeFactory.instance.objectNode().put("said", "before");
    Image.Lineage lineage = new Image.Lineage(null, null, memo);
    world.drawing(
        request -> {
          Image drawn = World.picture(request.prompt());
          return Single.just(
              new Image(
                  drawn.location(),
                  drawn.format(),
                  drawn.prompt(),
                  drawn.generation(),
                  lineage,
                  false));
        });
    told("A cat?");
    assertThat(told("Make it more vibrant"))
        .containsExactly(
            "start REGULAR 'Make it more vibrant'",
            "complete REGULAR 'Sure!' last of 1 promising 'a vivid cat'",
            "detected 'a vivid cat' by tool, a change",
            "image start 'a vivid cat'",
            "image complete mem:a-vivid-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(drawnLast().prompt()).isEqualTo("a vivid cat");
    Image source = ((Source.Made) drawnLast().source()).image();
    assertThat(source.location()).isEqualTo(URI.create("mem:a-cat"));
    assertThat(source.lineage()).isEqualTo(lineage);
    assertThat(world.said()).endsWith("assistant: <image description=\"Modified: a vivid cat\"/>");
  }

  @Test
  void aPictureOfAnEarlierProcessIsChangedByWhatTheHistoryKnowsOfIt() {
    Image old = World.picture("an old cat");
    world
        .history
        .append("default", Entry.of(Entry.Picture.of("an old cat", old), Instant.EPOCH))
        .blockingAwait();
    world.answering(MORE_VIBRANT);
    told("Make it more vibrant");
    Image source = ((Source.Made) drawnLast().source()).image();
    assertThat(source.location()).isEqualTo(old.location());
    assertThat(source.format()).isEqualTo(old.format());
    assertThat(source.lineage()).isEqualTo(Image.Lineage.NONE);
  }

  @Test
  void aPictureOfWhichOnlyTheAddressIsKnownIsChangedByAddress() {
    URI address = URI.create("https://pictures.example/cat.png");
    Entry.Picture known = new Entry.Picture("a cat", address);
    world.history.append("default", Entry.of(known, Instant.EPOCH)).blockingAwait();
    world.answering(MORE_VIBRANT);
    told("Make it more vibrant");
    assertThat(drawnLast().source()).isEqualTo(new Source.At(address));
  }

  @Test
  void withoutAnEarlierPictureANewOneIsDrawn() {
    world.answering(MORE_VIBRANT);
    assertThat(told("Make it more vibrant"))
        .contains("image complete mem:a-vivid-cat", "end COMPLETED messages 1 images 1");
    assertThat(drawnLast().source()).isNull();
    assertThat(world.said()).endsWith("assistant: <image description=\"a vivid cat\"/>");
  }

  @Test
  void aModelThatCannotChangePicturesDrawsANewOneAndTheHistoryDoesNotSayOtherwise() {
    world.answering(ChatReply.of("Look!").promising("a cat")).answering(MORE_VIBRANT);
    world.drawing(
        request ->
            request.source() == null
                ? Single.just(World.picture(request.prompt()))
                : Single.error(
                    new AnimusException.InvalidRequest(Origin.of("p"), "takes no pictures")));
    told("A cat?");
    assertThat(told("Make it more vibrant"))
        .containsSubsequence(
            "image start 'a vivid cat'",
            "image attempt 1 failed invalidRequest",
            "image complete mem:a-vivid-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(world.said()).endsWith("assistant: <image description=\"a vivid cat\"/>");
  }

  @Test
  void otherFailuresOfAChangeAreItsOwn() {
    world.answering(ChatReply.of("Look!").promising("a cat")).answering(MORE_VIBRANT);
    told("A cat?");
    world.images =
        request ->
            Single.error(
                new AnimusException.ContentPolicy(
                    Origin.of("p"), AnimusException.Stage.PROMPT, List.of()));
    assertThat(told("Make it more vibrant"))
        .contains("image failed contentPolicy")
        .noneMatch(line -> line.contains("attempt"));
    assertThat(world.drawn).hasSize(2);
  }

  @Test
  void eachDetectionButTheServersTellsOfAChange() {
    world.answering(ChatReply.of("Look!").promising("a cat"));
    told("A cat?");
    assertThat(changing(Detection.MARKUP, markup("changes=\"previous\""))).isTrue();
    assertThat(changing(Detection.MARKUP, markup("CHANGES = 'previous'"))).isTrue();
    assertThat(changing(Detection.MARKUP, markup("changes=\"nothing\""))).isFalse();
    assertThat(changing(Detection.MARKUP, markup(""))).isFalse();
    assertThat(changing(Detection.TOOL, call(", \"changes_previous_image\": true"))).isTrue();
    assertThat(changing(Detection.TOOL, call(", \"changes_previous_image\": false"))).isFalse();
    assertThat(changing(Detection.TOOL, call(", \"changes_previous_image\": \"yes\""))).isFalse();
    assertThat(changing(Detection.TOOL, call(""))).isFalse();
    assertThat(changing(judge("true"), ChatReply.of("Sure!"))).isTrue();
    assertThat(changing(judge("false"), ChatReply.of("Sure!"))).isFalse();
    assertThat(changing(Detection.SERVER, ChatReply.of("Sure!").promising("a cat"))).isFalse();
  }

  private static ChatReply markup(String attribute) {
    return ChatReply.of("Sure! <image_prompt " + attribute + ">a vivid cat</image_prompt>");
  }

  private static ChatReply call(String argument) {
    String arguments = "{\"prompt\": \"a vivid cat\"" + argument + "}";
    return ChatReply.of("Sure!").calling(new ToolCall("c", "generate_image", arguments));
  }

  private static Detection judge(String changes) {
    String verdict =
        "{\"promises_image\": true, \"image_prompt\": \"a vivid cat\","
            + " \"changes_previous_image\": "
            + changes
            + "}";
    return Detection.classifier(request -> Single.just(ChatReply.of(verdict)));
  }

  private boolean changing(Detection detection, ChatReply reply) {
    ChatReply told =
        Single.fromPublisher(
                detection.stream(request -> Single.just(reply), DRAWING.request(List.of()))
                    .ofType(ChatReply.class))
            .blockingGet();
    assertThat(told.promised()).isNotNull();
    assertThat(told.content()).isEqualTo("Sure!");
    return told.promised().changesPrevious();
  }

  @Test
  void theEventSaysSoInJsonOnlyWhenThereIsSomethingToSay() {
    world.answering(ChatReply.of("Look!").promising("a cat")).answering(MORE_VIBRANT);
    List<ChatEvent> first = world.send("A cat?", DRAWING).values();
    assertThat(ChatEvents.json(first.get(2)).toString()).doesNotContain("changesPrevious");
    List<ChatEvent> second = world.send("Make it more vibrant", DRAWING).values();
    assertThat(ChatEvents.json(second.get(2)).toString()).contains("\"changesPrevious\":true");
  }
}
