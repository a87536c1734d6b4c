package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxTestContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@VertxTest
class AnimusClientTest {
  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private static List<String> contents(ChatRequest request) {
    return request.messages().stream().map(Message::content).toList();
  }

  @Test
  void aConversationIsTheSameObjectWhileItIsAlive() {
    assertThat(fixture.client().chat("a")).isSameAs(fixture.client().chat("a"));
    assertThat(fixture.client().chat("a")).isNotSameAs(fixture.client().chat("b"));
    assertThat(fixture.client().chat()).isSameAs(fixture.client().chat("default"));
    assertThatThrownBy(() -> fixture.client().chat(" "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void conversationsKnowNothingOfEachOther() {
    fixture.client().chat("a").send("to a");
    fixture.client().chat("b").send("to b");
    fixture.clock.triggerActions();
    assertThat(contents(fixture.asked.get(1))).containsExactly("Be kind.", "to b");
    TestSubscriber<ChatEvent> second = fixture.client().chat("b").send("again").test();
    fixture.clock.triggerActions();
    assertThat(second.values().get(0).sequence()).isEqualTo(5);
  }

  @Test
  void completionsArePure() {
    fixture.answering(
        ChatResponse.of("A B").withTurns("A", "B").withImagePrompt("a cat").withNext());
    TestSubscriber<ChatEvent> events = fixture.client().events().stream().test();
    Single<ChatResponse> completions =
        fixture.chat().completions(ChatRequest.of("draw").withAutoTurn(true));
    assertThat(fixture.asked).isEmpty();
    ChatResponse response = completions.blockingGet();
    assertThat(response.imagePrompt()).isEqualTo("a cat");
    assertThat(fixture.remembered()).isEmpty();
    assertThat(fixture.drawn).isEmpty();
    events.assertEmpty();
    assertThat(fixture.asked.get(0).model()).isEqualTo("m");
    assertThat(contents(fixture.asked.get(0))).containsExactly("Be kind.", "draw");
  }

  @Test
  void completionsKeepWhatTheRequestSays() {
    ChatRequest request =
        ChatRequest.of(Message.system("Be short."), Message.user("hi")).withModel("other");
    fixture.chat().completions(request).blockingGet();
    assertThat(contents(fixture.asked.get(0))).containsExactly("Be short.", "hi");
    assertThat(fixture.asked.get(0).model()).isEqualTo("other");
  }

  @Test
  void aTextIsARequestToo() {
    assertThat(fixture.chat().completions("hi").blockingGet().content()).isEqualTo("ok");
    assertThat(contents(fixture.asked.get(0))).containsExactly("Be kind.", "hi");
  }

  record Answer(int number) {}

  @Test
  void completionsMayBeARecord() {
    fixture.answering(ChatResponse.of("{\"number\":42}"));
    Single<Answer> answer = fixture.chat().completions(ChatRequest.of("How many?"), Answer.class);
    assertThat(fixture.asked).isEmpty();
    assertThat(answer.blockingGet()).isEqualTo(new Answer(42));
    assertThat(contents(fixture.asked.get(0))).containsExactly("Be kind.", "How many?");
    assertThat(fixture.asked.get(0).model()).isEqualTo("m");
  }

  @Test
  void completionsAreStreamedOnRequest() {
    fixture.answering(Flowable.just(new ChatUpdate.TextDelta("he"), ChatResponse.of("he")));
    fixture.chat().stream(ChatRequest.of("hi")).test().assertValueCount(2).assertComplete();
    assertThat(fixture.asked.get(0).streaming()).isTrue();
  }

  @Test
  void aPictureDrawnDirectlyIsRememberedWhereItBelongs() {
    TestSubscriber<ChatEvent> events = fixture.client().chat("a").events().stream().test();
    TestObserver<Image> image = fixture.client().chat("a").generateImage("a cat").test();
    fixture.clock.triggerActions();
    image.assertComplete();
    assertThat(EventTrace.of(events.awaitCount(3).values()))
        .containsExactly(
            "image start 'a cat'", "image complete mem:a-cat", "end COMPLETED messages 0 images 1");
    assertThat(fixture.client().chat("a").history().get().blockingGet().get(0).message())
        .isEqualTo(Message.assistant("<image description=\"a cat\"/>"));
    assertThat(fixture.remembered()).isEmpty();
  }

  @Test
  void aPictureChangedDirectlyIsRememberedAsSuch() {
    URI source = URI.create("https://example.org/cat.png");
    fixture.client().generateImage("more fur", source).test();
    fixture.clock.triggerActions();
    assertThat(fixture.drawn.get(0).source()).isEqualTo(new ImageRequest.Source.At(source));
    assertThat(fixture.said())
        .containsExactly("assistant: <image description=\"Modified: more fur\"/>");
  }

  @Test
  void aPictureThatFailsFailsItsCallerAfterBeingTold() {
    fixture.drawing(request -> Single.error(new IllegalStateException("no paint")));
    TestSubscriber<ChatEvent> events = fixture.chat().events().stream().test();
    TestObserver<Image> image = fixture.client().generateImage("a cat").test();
    fixture.clock.triggerActions();
    image.assertError(IllegalStateException.class);
    assertThat(EventTrace.of(events.awaitCount(3).values()))
        .containsExactly(
            "image start 'a cat'", "image failed internal", "end FAILED messages 0 images 0");
    assertThat(fixture.remembered()).isEmpty();
  }

  @Test
  void leavingADirectPictureEndsItAndTellsSo() {
    fixture.drawing(request -> Single.never());
    TestSubscriber<ChatEvent> events = fixture.chat().events().stream().test();
    TestObserver<Image> image = fixture.client().generateImage("a cat").test();
    fixture.clock.triggerActions();
    image.dispose();
    fixture.clock.triggerActions();
    assertThat(EventTrace.of(events.awaitCount(3).values()))
        .containsExactly(
            "image start 'a cat'", "image failed cancelled", "end INTERRUPTED messages 0 images 0");
    assertThat(fixture.cancelled).containsExactly("image");
  }

  @Test
  void aBlankPromptIsRefusedBeforeAnything() {
    fixture.client().generateImage(" \n").test().assertError(AnimusException.InvalidRequest.class);
    assertThat(fixture.drawn).isEmpty();
  }

  @Test
  void withoutAnImageModelPicturesFail(Vertx vertx) {
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.just(ChatResponse.of("look").withImagePrompt("a cat")))
            .options(OPTIONS.withImages())
            .build();
    List<ChatEvent> events = client.chat().send("hi").toList().blockingGet();
    assertThat(EventTrace.of(events)).contains("image failed invalidRequest");
    client.close();
    client.close(); // once more is no failure, and does nothing
  }

  @Test
  void aModelIsRequiredAndNothingElse(Vertx vertx) {
    assertThatThrownBy(() -> AnimusClient.builder(vertx).build()).hasMessageContaining("chatModel");
    List<ChatRequest> asked = new ArrayList<>();
    ChatModel model =
        request -> {
          asked.add(request);
          return Single.just(ChatResponse.of("ok"));
        };
    try (AnimusClient client = AnimusClient.builder(vertx).chatModel(model).build()) {
      client.chat().send("hi").blockingSubscribe();
    }
    assertThat(asked.get(0).model()).isNull();
    assertThat(asked.get(0).messages()).containsExactly(Message.user("hi"));
  }

  @Test
  void eventsReachSubscribersOnTheirOwnContext(Vertx vertx, VertxTestContext test) {
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.just(ChatResponse.of("hi")))
            .options(OPTIONS)
            .build();
    var context = vertx.getOrCreateContext();
    context.runOnContext(
        start ->
            client
                .chat("x")
                .send("hi")
                .doOnNext(event -> assertThat(Vertx.currentContext()).isSameAs(context))
                .ignoreElements()
                .andThen(Completable.defer(client::closeAsync))
                .subscribe(test::completeNow, test::failNow));
  }
}
