package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestVertx.class)
class AnimusClientTest {
  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  private static List<String> contents(ChatRequest request) {
    return request.messages().stream().map(Message::content).toList();
  }

  @Test
  void aConversationIsTheSameObjectWhileItIsAlive() {
    assertThat(world.client().chat("a")).isSameAs(world.client().chat("a"));
    assertThat(world.client().chat("a")).isNotSameAs(world.client().chat("b"));
    assertThat(world.client().chat()).isSameAs(world.client().chat("default"));
    assertThatThrownBy(() -> world.client().chat(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void conversationsKnowNothingOfEachOther() {
    world.client().chat("a").send("to a");
    world.client().chat("b").send("to b");
    world.clock.triggerActions();
    assertThat(contents(world.asked.get(1))).containsExactly("Be kind.", "to b");
    TestSubscriber<ChatEvent> second = world.client().chat("b").send("again").test();
    world.clock.triggerActions();
    assertThat(second.values().get(0).sequence()).isEqualTo(4);
  }

  @Test
  void completionsArePure() {
    world.answering(ChatReply.of("A B").turns("A", "B").promising("a cat").andMore());
    TestSubscriber<ChatEvent> events = world.client().events().stream().test();
    Single<ChatReply> completions = world.chat().completions(ChatRequest.of("draw").autoTurn(true));
    assertThat(world.asked).isEmpty();
    ChatReply reply = completions.blockingGet();
    assertThat(reply.imagePrompt()).isEqualTo("a cat");
    assertThat(world.remembered()).isEmpty();
    assertThat(world.drawn).isEmpty();
    events.assertEmpty();
    assertThat(world.asked.get(0).model()).isEqualTo("m");
    assertThat(contents(world.asked.get(0))).containsExactly("Be kind.", "draw");
  }

  @Test
  void completionsKeepWhatTheRequestSays() {
    ChatRequest request =
        ChatRequest.of(Message.system("Be short."), Message.user("hi")).model("other");
    world.chat().completions(request).blockingGet();
    assertThat(contents(world.asked.get(0))).containsExactly("Be short.", "hi");
    assertThat(world.asked.get(0).model()).isEqualTo("other");
  }

  @Test
  void completionsAreStreamedOnRequest() {
    world.answering(Flowable.just(new ChatPart.Words("he"), ChatReply.of("he")));
    world.chat().stream(ChatRequest.of("hi")).test().assertValueCount(2).assertComplete();
    assertThat(world.asked.get(0).streaming()).isTrue();
  }

  @Test
  void aPictureDrawnDirectlyIsRememberedWhereItBelongs() {
    TestSubscriber<ChatEvent> events = world.client().chat("a").events().stream().test();
    TestObserver<Image> image = world.client().chat("a").generateImage("a cat").test();
    world.clock.triggerActions();
    image.assertComplete();
    assertThat(Trace.of(events.awaitCount(2).values()))
        .containsExactly("image start 'a cat'", "image complete mem:a-cat");
    assertThat(world.client().chat("a").history().get().blockingGet().get(0).message())
        .isEqualTo(Message.assistant("<image description=\"a cat\"/>"));
    assertThat(world.remembered()).isEmpty();
  }

  @Test
  void aPictureChangedDirectlyIsRememberedAsSuch() {
    URI source = URI.create("https://example.org/cat.png");
    world.client().generateImage("more fur", source).test();
    world.clock.triggerActions();
    assertThat(world.drawn.get(0).source()).isEqualTo(new ImageRequest.Source.At(source));
    assertThat(world.said())
        .containsExactly("assistant: <image description=\"Modified: more fur\"/>");
  }

  @Test
  void aPictureThatFailsFailsItsCallerAfterBeingTold() {
    world.drawing(request -> Single.error(new IllegalStateException("no paint")));
    TestSubscriber<ChatEvent> events = world.chat().events().stream().test();
    TestObserver<Image> image = world.client().generateImage("a cat").test();
    world.clock.triggerActions();
    image.assertError(IllegalStateException.class);
    assertThat(Trace.of(events.awaitCount(2).values()))
        .containsExactly("image start 'a cat'", "image failed internal");
    assertThat(world.remembered()).isEmpty();
  }

  @Test
  void leavingADirectPictureEndsItAndTellsSo() {
    world.drawing(request -> Single.never());
    TestSubscriber<ChatEvent> events = world.chat().events().stream().test();
    TestObserver<Image> image = world.client().generateImage("a cat").test();
    world.clock.triggerActions();
    image.dispose();
    world.clock.triggerActions();
    assertThat(Trace.of(events.awaitCount(2).values()))
        .containsExactly("image start 'a cat'", "image failed cancelled");
    assertThat(world.cancelled).containsExactly("image");
  }

  @Test
  void aBlankPromptIsRefusedBeforeAnything() {
    world.client().generateImage(" \n").test().assertError(AnimusException.InvalidRequest.class);
    assertThat(world.drawn).isEmpty();
  }

  @Test
  void withoutAnImageModelPicturesFail(Vertx vertx) {
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.just(ChatReply.of("look").promising("a cat")))
            .options(OPTIONS.drawing())
            .build();
    List<ChatEvent> events = client.chat().send("hi").toList().blockingGet();
    assertThat(Trace.of(events)).contains("image failed invalidRequest");
    client.close().blockingAwait();
    client.close().blockingAwait(); // once more is no failure, and does nothing
  }

  @Test
  void aModelAndOptionsAreRequired(Vertx vertx) {
    assertThatThrownBy(() -> AnimusClient.builder(vertx).build()).hasMessageContaining("chatModel");
    assertThatThrownBy(
            () -> AnimusClient.builder(vertx).chatModel(r -> Single.just(ChatReply.of(""))).build())
        .hasMessageContaining("options");
  }

  @Test
  void eventsReachSubscribersOnTheirOwnContext(Vertx vertx) throws Exception {
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.just(ChatReply.of("hi")))
            .options(OPTIONS)
            .build();
    var context = vertx.getOrCreateContext();
    var seen = new CompletableFuture<Boolean>();
    context.runOnContext(
        start ->
            client
                .chat("x")
                .send("hi")
                .all(event -> Vertx.currentContext() == context)
                .subscribe(seen::complete, seen::completeExceptionally));
    assertThat(seen.get(30, TimeUnit.SECONDS)).isTrue();
    client.close().blockingAwait();
  }
}
