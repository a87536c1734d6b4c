package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@VertxTest
class ExchangeTest {
  private static final ChatOptions TURNS = OPTIONS.withAutoTurn().withImages();
  private static final Duration TYPED = Duration.ofSeconds(4);
  private static final AnimusException DOWN =
      new AnimusException.Unavailable(FailureOrigin.of("test"), "down", false, (Duration) null);

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  @Test
  void aStreamIsToldWordByWordAndThenWhole() {
    fixture.answering(
        Flowable.just(
            new ChatUpdate.TextDelta("Hel"),
            new ChatUpdate.TextDelta("lo"),
            ChatResponse.of("Hello")));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tokens 'Hel'",
            "tokens 'lo'",
            "complete REGULAR 'Hello' last of 1",
            "end COMPLETED messages 1 images 0");
    exchange.assertComplete();
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: Hello");
    assertThat(fixture.asked.get(0).canStream()).isTrue();
  }

  @Test
  void aPromisedPictureIsDrawnAfterTheMessage() {
    fixture.answering(ChatResponse.of("Here you are.").withImagePrompt("a red \"fox\""));
    TestSubscriber<ChatEvent> exchange = fixture.send("a fox?", OPTIONS.withImages());
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'a fox?'",
            "start REGULAR ''",
            "complete REGULAR 'Here you are.' last of 1 promising 'a red \"fox\"'",
            "detected 'a red \"fox\"' by server",
            "image start 'a red \"fox\"'",
            "image complete mem:a-red-fox-",
            "end COMPLETED messages 1 images 1");
  }

  @Test
  void picturesInAnAnswerAreToldAfterItAndRememberedAndNothingFollows() {
    ChatResponse illustrated =
        ChatResponse.of("Look.")
            .withImages(List.of(ChatFixture.picture("fox"), ChatFixture.picture("owl")))
            .withNext();
    fixture.answering(illustrated);
    TestSubscriber<ChatEvent> exchange = fixture.send("a tale", TURNS);
    fixture.after(TYPED);
    assertThat(EventTrace.of(exchange.values()))
        .containsSubsequence(
            "image start 'fox'",
            "image complete mem:fox",
            "image start 'owl'",
            "image complete mem:owl",
            "end COMPLETED messages 1 images 2");
    assertThat(EventTrace.of(exchange.values()).toString())
        .contains("blocked")
        .doesNotContain("detected");
    assertThat(fixture.said()).hasSize(4);
    assertThat(fixture.drawn).isEmpty();
  }

  @Test
  void turnsComeAsTypedAndThePictureAfterTheLast() {
    fixture.answering(
        ChatResponse.of("One. Two.").withTurns("One.", "Two is longer.").withImagePrompt("a cat"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "start AUTO 0/2 'One.'",
            "complete AUTO 0/2 'One.'",
            "start AUTO 1/2 'Two is longer.'");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: One.");
    fixture.after(TYPED);
    assertThat(EventTrace.of(exchange.values()).subList(5, 10))
        .containsExactly(
            "complete AUTO 1/2 'Two is longer.' last of 2 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 2 images 1");
    exchange.assertComplete();
  }

  @Test
  void aModelMayGoOnByItselfUpToTheLimit() {
    ChatResponse more = ChatResponse.of("more").withNext();
    fixture.answering(more).answering(more).answering(more).answering(more);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    fixture.after(Duration.ofSeconds(10));
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR 'more' last of 1",
            "follow-up in 2000",
            "start FOLLOW_UP ''",
            "complete FOLLOW_UP 'more' last of 1",
            "follow-up in 2000",
            "start FOLLOW_UP ''",
            "complete FOLLOW_UP 'more' last of 1",
            "follow-up blocked LIMIT",
            "end COMPLETED messages 3 images 0");
    assertThat(fixture.asked).hasSize(3);
    assertThat(fixture.asked.get(1).sampling().maxTokens()).isEqualTo(150);
  }

  @Test
  void aPictureBlocksTheFollowUp() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a cat").withNext());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    assertThat(EventTrace.of(exchange.values()))
        .endsWith(
            "image complete mem:a-cat",
            "follow-up blocked IMAGE",
            "end COMPLETED messages 1 images 1");
    assertThat(fixture.after(Duration.ofHours(1)).asked).hasSize(1);
  }

  @Test
  void aFailedPictureBlocksTheFollowUpTooAndTheTextSurvives() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a cat").withNext());
    fixture.drawing(request -> Single.error(DOWN));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR 'look' last of 1 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image failed unavailable",
            "follow-up blocked IMAGE",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: look");
  }

  @Test
  void withoutHistoryThereAreNoFollowUps() {
    fixture.answering(ChatResponse.of("more").withNext());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS.withMaxHistoryMessages(0));
    assertThat(EventTrace.of(exchange.values()))
        .endsWith("follow-up blocked NO_HISTORY", "end COMPLETED messages 1 images 0");
    assertThat(fixture.remembered()).isEmpty();
    assertThat(fixture.asked.get(0).messages())
        .extracting(m -> m.content())
        .containsExactly("Be kind.", "hi");
  }

  @Test
  void aFailingModelFailsTheMessageAndTheExchange() {
    fixture.answering(
        Flowable.<ChatUpdate>just(new ChatUpdate.TextDelta("He")).concatWith(Flowable.error(DOWN)));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tokens 'He'",
            "failed unavailable",
            "end FAILED messages 0 images 0");
    assertThat(EventTrace.of(fixture.send("again", OPTIONS).values()))
        .endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  void speakingAgainWhileTheModelAnswersDropsTheAnswer() {
    fixture.answering(Flowable.never());
    TestSubscriber<ChatEvent> first = fixture.send("one", OPTIONS);
    TestSubscriber<ChatEvent> second = fixture.send("two", OPTIONS);
    assertThat(EventTrace.of(first.values()))
        .containsExactly(
            "received 'one'",
            "start REGULAR ''",
            "cancelled 1 newMessage",
            "end INTERRUPTED messages 0 images 0");
    assertThat(fixture.cancelled).containsExactly("chat");
    second.assertComplete();
    assertThat(second.values().get(0).sequence()).isEqualTo(5);
    assertThat(fixture.asked.get(1).messages())
        .extracting(m -> m.content())
        .containsExactly("Be kind.", "one", "two");
  }

  @Test
  void speakingAgainWhileATurnIsTypedDropsItAndAllAfterIt() {
    fixture.answering(
        ChatResponse.of("x").withTurns("A", "B", "C").withImagePrompt("a cat").withNext());
    TestSubscriber<ChatEvent> first =
        fixture.send("one", TURNS.withAutoTurn(TURNS.autoTurn().withMaxTurns(4)));
    fixture.send("two", TURNS).assertComplete();
    assertThat(EventTrace.of(first.values()))
        .containsExactly(
            "received 'one'",
            "start REGULAR ''",
            "start AUTO 0/3 'A'",
            "complete AUTO 0/3 'A'",
            "start AUTO 1/3 'B'",
            "cancelled 3 newMessage",
            "end INTERRUPTED messages 1 images 0");
    fixture.after(Duration.ofHours(1));
    assertThat(fixture.said())
        .containsExactly("user: one", "assistant: A", "user: two", "assistant: ok");
    assertThat(fixture.drawn).isEmpty();
  }

  @Test
  void speakingAgainWhileAPictureIsMadeLetsItFinish() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a cat"));
    fixture.drawing(
        request ->
            Single.timer(9, TimeUnit.SECONDS, fixture.clock)
                .map(t -> ChatFixture.picture("a cat")));
    TestSubscriber<ChatEvent> first = fixture.send("one", TURNS);
    TestSubscriber<ChatEvent> second = fixture.send("two", TURNS);
    second.assertComplete();
    fixture.after(Duration.ofSeconds(9));
    assertThat(EventTrace.of(first.values()))
        .endsWith(
            "image start 'a cat'", "image complete mem:a-cat", "end COMPLETED messages 1 images 1");
    assertThat(first.values().get(5).sequence()).isEqualTo(10);
    assertThat(fixture.said()).last().isEqualTo("assistant: <image description=\"a cat\"/>");
  }

  @Test
  void speakingAgainWhileAFollowUpIsDueBlocksIt() {
    fixture.answering(ChatResponse.of("more").withNext());
    TestSubscriber<ChatEvent> first = fixture.send("one", TURNS);
    fixture.send("two", TURNS).assertComplete();
    assertThat(EventTrace.of(first.values()))
        .endsWith(
            "follow-up in 2000",
            "follow-up blocked INTERRUPTED",
            "end INTERRUPTED messages 1 images 0");
    assertThat(fixture.after(Duration.ofHours(1)).asked).hasSize(2);
  }

  @Test
  void stoppingHasTheSameEffectAsSpeakingAgain() {
    fixture.answering(ChatResponse.of("x").withTurns("A", "B"));
    TestSubscriber<ChatEvent> exchange = fixture.send("one", TURNS);
    fixture.chat().interrupt();
    fixture.clock.triggerActions();
    assertThat(EventTrace.of(exchange.values()))
        .endsWith("cancelled 1 stopped", "end INTERRUPTED messages 1 images 0");
  }

  @Test
  void closingEndsWhatIsSaidAndWhatIsDrawn() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a cat"));
    fixture.drawing(request -> Single.never());
    TestSubscriber<ChatEvent> exchange = fixture.send("one", TURNS);
    fixture.client().closeAsync().test();
    fixture.clock.triggerActions();
    assertThat(EventTrace.of(exchange.values()))
        .endsWith("image failed cancelled", "end COMPLETED messages 1 images 0");
    assertThat(fixture.cancelled).containsExactly("image");
    assertThat(EventTrace.of(fixture.send("late", TURNS).values()))
        .endsWith("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    assertThat(fixture.asked).hasSize(1);
  }

  @Test
  void anExchangeRunsUnwatchedAndReplaysToLateSubscribers() {
    Flowable<ChatEvent> exchange = fixture.chat().send("hi");
    fixture.clock.triggerActions();
    assertThat(fixture.asked).hasSize(1);
    exchange.test().assertValueCount(4).assertComplete();
    exchange.test().assertValueCount(4).assertComplete();
    assertThat(fixture.asked).hasSize(1);
  }

  @Test
  void aSubscriberThatLeavesChangesNothing() {
    fixture.answering(ChatResponse.of("x").withTurns("A", "B"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    exchange.cancel();
    fixture.after(TYPED);
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: A", "assistant: B");
  }

  @Test
  void aBlankMessageIsRefusedAndDisturbsNothing() {
    fixture.answering(ChatResponse.of("x").withTurns("A", "B"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    assertThat(EventTrace.of(fixture.send(" \n", TURNS).values()))
        .containsExactly("failed invalidRequest", "end FAILED messages 0 images 0");
    fixture.after(TYPED);
    exchange.assertComplete();
    assertThat(fixture.asked).hasSize(1);
  }

  @Test
  void usageIsSummedUpOverAllAnswers() {
    ChatResponseMetadata counted =
        new ChatResponseMetadata("c", null, "m", "stop", new Usage(10, 2, 12));
    ChatResponse response =
        new ChatResponse("more", null, List.of(), true, null, List.of(), List.of(), counted);
    fixture.answering(response).answering(ChatResponse.of("done"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    fixture.after(Duration.ofSeconds(2));
    ExchangeEvent.ExchangeCompleted end =
        (ExchangeEvent.ExchangeCompleted) exchange.values().get(exchange.values().size() - 1);
    assertThat(end.usage()).isEqualTo(new Usage(10, 2, 12));
    assertThat(end.elapsedMs()).isEqualTo(2000);
  }

  @Test
  void aModelWithoutAReplyIsAFailureAndASecondReplyIsIgnored() {
    fixture
        .answering(Flowable.empty())
        .answering(Flowable.just(ChatResponse.of("a"), ChatResponse.of("b")));
    assertThat(EventTrace.of(fixture.send("hi", OPTIONS).values()))
        .endsWith("failed protocol", "end FAILED messages 0 images 0");
    assertThat(EventTrace.of(fixture.send("hi", OPTIONS).values()))
        .endsWith("complete REGULAR 'a' last of 1", "end COMPLETED messages 1 images 0");
  }

  @Test
  void anyExceptionOfAModelIsTold() {
    fixture.answering(Flowable.error(new IllegalStateException("boom sk-abcdefghijklmnop")));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    assertThat(EventTrace.of(exchange.values())).contains("failed internal");
    assertThat(exchange.values().toString()).doesNotContain("sk-abcdefgh");
  }
}
