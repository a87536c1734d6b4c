package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestVertx.class)
class ExchangeTest {
  private static final ChatOptions TURNS = OPTIONS.inTurns().drawing();
  private static final Duration TYPED = Duration.ofSeconds(4);
  private static final AnimusException DOWN =
      new AnimusException.Unavailable(Origin.of("test"), "down", false, (Duration) null);

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  @Test
  void aStreamIsToldWordByWordAndThenWhole() {
    world.answering(
        Flowable.just(new ChatPart.Words("Hel"), new ChatPart.Words("lo"), ChatReply.of("Hello")));
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS);
    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'hi'",
            "tokens 'Hel'",
            "tokens 'lo'",
            "complete REGULAR 'Hello' last of 1",
            "end COMPLETED messages 1 images 0");
    exchange.assertComplete();
    assertThat(world.said()).containsExactly("user: hi", "assistant: Hello");
    assertThat(world.asked.get(0).streams()).isTrue();
  }

  @Test
  void aPromisedPictureIsDrawnAfterTheMessage() {
    world.answering(ChatReply.of("Here you are.").promising("a red \"fox\""));
    TestSubscriber<ChatEvent> exchange = world.send("a fox?", OPTIONS.drawing());
    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'a fox?'",
            "complete REGULAR 'Here you are.' last of 1 promising 'a red \"fox\"'",
            "detected 'a red \"fox\"' by server",
            "image start 'a red \"fox\"'",
            "image complete mem:a-red-fox-",
            "end COMPLETED messages 1 images 1");
  }

  @Test
  void picturesInAnAnswerAreToldAfterItAndRememberedAndNothingFollows() {
    ChatReply illustrated =
        ChatReply.of("Look.")
            .drawing(List.of(World.picture("fox"), World.picture("owl")))
            .andMore();
    world.answering(illustrated);
    TestSubscriber<ChatEvent> exchange = world.send("a tale", TURNS);
    world.after(TYPED);
    assertThat(Trace.of(exchange.values()))
        .containsSubsequence(
            "image start 'fox'",
            "image complete mem:fox",
            "image start 'owl'",
            "image complete mem:owl",
            "end COMPLETED messages 1 images 2");
    assertThat(Trace.of(exchange.values()).toString())
        .contains("blocked")
        .doesNotContain("detected");
    assertThat(world.said()).hasSize(4);
    assertThat(world.drawn).isEmpty();
  }

  @Test
  void turnsComeAsTypedAndThePictureAfterTheLast() {
    world.answering(ChatReply.of("One. Two.").turns("One.", "Two is longer.").promising("a cat"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'hi'",
            "start AUTO 0/2 'One.'",
            "complete AUTO 0/2 'One.'",
            "start AUTO 1/2 'Two is longer.'");
    assertThat(world.said()).containsExactly("user: hi", "assistant: One.");
    world.after(TYPED);
    assertThat(Trace.of(exchange.values()).subList(4, 9))
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
    ChatReply more = ChatReply.of("more").andMore();
    world.answering(more).answering(more).answering(more).answering(more);
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    world.after(Duration.ofSeconds(10));
    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'hi'",
            "complete REGULAR 'more' last of 1",
            "follow-up in 2000",
            "start FOLLOW_UP ''",
            "complete FOLLOW_UP 'more' last of 1",
            "follow-up in 2000",
            "start FOLLOW_UP ''",
            "complete FOLLOW_UP 'more' last of 1",
            "follow-up blocked LIMIT",
            "end COMPLETED messages 3 images 0");
    assertThat(world.asked).hasSize(3);
    assertThat(world.asked.get(1).sampling().maxTokens()).isEqualTo(150);
  }

  @Test
  void aPictureBlocksTheFollowUp() {
    world.answering(ChatReply.of("look").promising("a cat").andMore());
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    assertThat(Trace.of(exchange.values()))
        .endsWith(
            "image complete mem:a-cat",
            "follow-up blocked IMAGE",
            "end COMPLETED messages 1 images 1");
    assertThat(world.after(Duration.ofHours(1)).asked).hasSize(1);
  }

  @Test
  void aFailedPictureBlocksTheFollowUpTooAndTheTextSurvives() {
    world.answering(ChatReply.of("look").promising("a cat").andMore());
    world.drawing(request -> Single.error(DOWN));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'hi'",
            "complete REGULAR 'look' last of 1 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image failed unavailable",
            "follow-up blocked IMAGE",
            "end COMPLETED messages 1 images 0");
    assertThat(world.said()).containsExactly("user: hi", "assistant: look");
  }

  @Test
  void withoutHistoryThereAreNoFollowUps() {
    world.answering(ChatReply.of("more").andMore());
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS.remembering(0));
    assertThat(Trace.of(exchange.values()))
        .endsWith("follow-up blocked NO_HISTORY", "end COMPLETED messages 1 images 0");
    assertThat(world.remembered()).isEmpty();
    assertThat(world.asked.get(0).messages())
        .extracting(m -> m.content())
        .containsExactly("Be kind.", "hi");
  }

  @Test
  void aFailingModelFailsTheMessageAndTheExchange() {
    world.answering(
        Flowable.<ChatPart>just(new ChatPart.Words("He")).concatWith(Flowable.error(DOWN)));
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS);
    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'hi'",
            "tokens 'He'",
            "failed unavailable",
            "end FAILED messages 0 images 0");
    assertThat(Trace.of(world.send("again", OPTIONS).values()))
        .endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  void speakingAgainWhileTheModelAnswersDropsTheAnswer() {
    world.answering(Flowable.never());
    TestSubscriber<ChatEvent> first = world.send("one", OPTIONS);
    TestSubscriber<ChatEvent> second = world.send("two", OPTIONS);
    assertThat(Trace.of(first.values()))
        .containsExactly(
            "start REGULAR 'one'", "cancelled 1 newMessage", "end INTERRUPTED messages 0 images 0");
    assertThat(world.cancelled).containsExactly("chat");
    second.assertComplete();
    assertThat(second.values().get(0).sequence()).isEqualTo(4);
    assertThat(world.asked.get(1).messages())
        .extracting(m -> m.content())
        .containsExactly("Be kind.", "one", "two");
  }

  @Test
  void speakingAgainWhileATurnIsTypedDropsItAndAllAfterIt() {
    world.answering(ChatReply.of("x").turns("A", "B", "C").promising("a cat").andMore());
    TestSubscriber<ChatEvent> first = world.send("one", TURNS.inTurns(TURNS.autoTurn().atMost(4)));
    world.send("two", TURNS).assertComplete();
    assertThat(Trace.of(first.values()))
        .containsExactly(
            "start REGULAR 'one'",
            "start AUTO 0/3 'A'",
            "complete AUTO 0/3 'A'",
            "start AUTO 1/3 'B'",
            "cancelled 3 newMessage",
            "end INTERRUPTED messages 1 images 0");
    world.after(Duration.ofHours(1));
    assertThat(world.said())
        .containsExactly("user: one", "assistant: A", "user: two", "assistant: ok");
    assertThat(world.drawn).isEmpty();
  }

  @Test
  void speakingAgainWhileAPictureIsMadeLetsItFinish() {
    world.answering(ChatReply.of("look").promising("a cat"));
    world.drawing(
        request -> Single.timer(9, TimeUnit.SECONDS, world.clock).map(t -> World.picture("a cat")));
    TestSubscriber<ChatEvent> first = world.send("one", TURNS);
    TestSubscriber<ChatEvent> second = world.send("two", TURNS);
    second.assertComplete();
    world.after(Duration.ofSeconds(9));
    assertThat(Trace.of(first.values()))
        .endsWith(
            "image start 'a cat'", "image complete mem:a-cat", "end COMPLETED messages 1 images 1");
    assertThat(first.values().get(4).sequence()).isEqualTo(8);
    assertThat(world.said()).last().isEqualTo("assistant: <image description=\"a cat\"/>");
  }

  @Test
  void speakingAgainWhileAFollowUpIsDueBlocksIt() {
    world.answering(ChatReply.of("more").andMore());
    TestSubscriber<ChatEvent> first = world.send("one", TURNS);
    world.send("two", TURNS).assertComplete();
    assertThat(Trace.of(first.values()))
        .endsWith(
            "follow-up in 2000",
            "follow-up blocked INTERRUPTED",
            "end INTERRUPTED messages 1 images 0");
    assertThat(world.after(Duration.ofHours(1)).asked).hasSize(2);
  }

  @Test
  void stoppingHasTheSameEffectAsSpeakingAgain() {
    world.answering(ChatReply.of("x").turns("A", "B"));
    TestSubscriber<ChatEvent> exchange = world.send("one", TURNS);
    world.chat().interrupt();
    world.clock.triggerActions();
    assertThat(Trace.of(exchange.values()))
        .endsWith("cancelled 1 stopped", "end INTERRUPTED messages 1 images 0");
  }

  @Test
  void closingEndsWhatIsSaidAndWhatIsDrawn() {
    world.answering(ChatReply.of("look").promising("a cat"));
    world.drawing(request -> Single.never());
    TestSubscriber<ChatEvent> exchange = world.send("one", TURNS);
    world.client().close().test();
    world.clock.triggerActions();
    assertThat(Trace.of(exchange.values()))
        .endsWith("image failed cancelled", "end COMPLETED messages 1 images 0");
    assertThat(world.cancelled).containsExactly("image");
    assertThat(Trace.of(world.send("late", TURNS).values()))
        .endsWith("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    assertThat(world.asked).hasSize(1);
  }

  @Test
  void anExchangeRunsUnwatchedAndReplaysToLateSubscribers() {
    Flowable<ChatEvent> exchange = world.chat().send("hi");
    world.clock.triggerActions();
    assertThat(world.asked).hasSize(1);
    exchange.test().assertValueCount(3).assertComplete();
    exchange.test().assertValueCount(3).assertComplete();
    assertThat(world.asked).hasSize(1);
  }

  @Test
  void aSubscriberThatLeavesChangesNothing() {
    world.answering(ChatReply.of("x").turns("A", "B"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    exchange.cancel();
    world.after(TYPED);
    assertThat(world.said()).containsExactly("user: hi", "assistant: A", "assistant: B");
  }

  @Test
  void aBlankMessageIsRefusedAndDisturbsNothing() {
    world.answering(ChatReply.of("x").turns("A", "B"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    assertThat(Trace.of(world.send(" \n", TURNS).values()))
        .containsExactly("failed invalidRequest", "end FAILED messages 0 images 0");
    world.after(TYPED);
    exchange.assertComplete();
    assertThat(world.asked).hasSize(1);
  }

  @Test
  void usageIsSummedUpOverAllAnswers() {
    Account counted = new Account("c", "m", "stop", new Usage(10, 2, 12));
    ChatReply reply =
        new ChatReply("more", null, List.of(), true, null, List.of(), List.of(), counted);
    world.answering(reply).answering(ChatReply.of("done"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    world.after(Duration.ofSeconds(2));
    ExchangeEvent.ExchangeCompleted end =
        (ExchangeEvent.ExchangeCompleted) exchange.values().get(exchange.values().size() - 1);
    assertThat(end.usage()).isEqualTo(new Usage(10, 2, 12));
    assertThat(end.elapsedMs()).isEqualTo(2000);
  }

  @Test
  void aModelWithoutAReplyIsAFailureAndASecondReplyIsIgnored() {
    world
        .answering(Flowable.empty())
        .answering(Flowable.just(ChatReply.of("a"), ChatReply.of("b")));
    assertThat(Trace.of(world.send("hi", OPTIONS).values()))
        .endsWith("failed protocol", "end FAILED messages 0 images 0");
    assertThat(Trace.of(world.send("hi", OPTIONS).values()))
        .endsWith("complete REGULAR 'a' last of 1", "end COMPLETED messages 1 images 0");
  }

  @Test
  void anyExceptionOfAModelIsTold() {
    world.answering(Flowable.error(new IllegalStateException("boom sk-abcdefghijklmnop")));
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS);
    assertThat(Trace.of(exchange.values())).contains("failed internal");
    assertThat(exchange.values().toString()).doesNotContain("sk-abcdefgh");
  }
}
