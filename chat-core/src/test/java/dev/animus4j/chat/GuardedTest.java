package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.PromptRules;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a guardrail lets pass, at each stage, and what is told of the rest. */
@ExtendWith(TestVertx.class)
class GuardedTest {
  private static final ChatOptions TURNS = OPTIONS.inTurns().drawing();
  private static final Duration TYPED = Duration.ofSeconds(9);

  private final List<Matter> judged = new ArrayList<>();
  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
    world.guardrail = Guardrail.of(this::verdict);
  }

  /** Makes "mild" of "spicy", and withholds "bad". */
  private Verdict verdict(Matter matter) {
    judged.add(matter);
    String text = matter.text();
    if (text.contains("bad")) {
      return Verdict.withheld("be nice", "badness");
    }
    return text.contains("spicy")
        ? Verdict.replaced(text.replace("spicy", "mild"), "spice")
        : Verdict.allowed();
  }

  private static List<String> trace(TestSubscriber<ChatEvent> exchange) {
    return Trace.of(exchange.values());
  }

  private static <E> E only(Class<E> type, TestSubscriber<ChatEvent> exchange) {
    List<E> found = exchange.values().stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<Stage> stages() {
    return judged.stream().map(Matter::stage).toList();
  }

  @Test
  void whatTheUserMayNotSayIsNeitherToldNorRememberedNorSent() {
    TestSubscriber<ChatEvent> exchange = world.send("bad words", OPTIONS);
    assertThat(trace(exchange))
        .containsExactly(
            "moderation INPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
    assertThat(only(ContentModerated.class, exchange).reason()).isEqualTo("be nice");
    assertThat(only(MessageFailed.class, exchange).error().message())
        .isEqualTo("The content policy does not allow this. Use other words.");
    assertThat(world.asked).isEmpty();
    assertThat(world.said()).isEmpty();
    world.send("good words", OPTIONS);
    assertThat(world.asked.get(0).messages())
        .containsExactly(Message.system("Be kind."), Message.user("good words"));
  }

  @Test
  void otherWordsOfTheUserAreToldRememberedAndSent() {
    TestSubscriber<ChatEvent> exchange = world.send("spicy words", OPTIONS);
    assertThat(trace(exchange))
        .containsExactly(
            "moderation INPUT REPLACED [spice]",
            "start REGULAR 'mild words'",
            "complete REGULAR 'ok' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(world.said()).containsExactly("user: mild words", "assistant: ok");
    assertThat(world.asked.get(0).messages()).last().isEqualTo(Message.user("mild words"));
  }

  @Test
  void picturesOfTheUserAreJudgedBeforeTheyAreKept() {
    Attachment shown = Attachment.at(URI.create("https://x.example/a.png"));
    TestSubscriber<ChatEvent> exchange =
        world.chat().send(Message.user("").showing(shown), OPTIONS).test();
    world.clock.triggerActions();
    exchange.assertComplete();
    assertThat(judged.get(0))
        .isEqualTo(new Matter(Stage.INPUT, "default", "", List.of(shown), List.of()));
  }

  @Test
  void whatTheModelMayNotSayIsAFailedMessageWithNothingDrawnOrAdded() {
    world.answering(ChatReply.of("bad answer").promising("a cat").andMore());
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation OUTPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
    assertThat(world.said()).containsExactly("user: hi");
    assertThat(world.drawn).isEmpty();
    assertThat(only(MessageFailed.class, exchange).error().kind()).isEqualTo("contentPolicy");
  }

  @Test
  void otherWordsOfTheModelAreToldAndRemembered() {
    world.answering(ChatReply.of("spicy answer").promising("a cat"));
    assertThat(trace(world.send("hi", OPTIONS.drawing())))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation OUTPUT REPLACED [spice]",
            "complete REGULAR 'mild answer' last of 1 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(world.said()).element(1).isEqualTo("assistant: mild answer");
  }

  @Test
  void turnsAreJudgedOneByOneAndTheRestIsSaid() {
    world.answering(ChatReply.of("x").turns("bad", "spicy", "sweet").promising("a cat"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    world.after(TYPED);
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation OUTPUT WITHHELD [badness]",
            "moderation OUTPUT REPLACED [spice]",
            "start AUTO 0/2 'mild'",
            "complete AUTO 0/2 'mild'",
            "start AUTO 1/2 'sweet'",
            "complete AUTO 1/2 'sweet' last of 2 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 2 images 1");
    assertThat(world.said())
        .startsWith("user: hi", "assistant: mild", "assistant: sweet")
        .hasSize(4);
  }

  @Test
  void aWithheldLastTurnLeavesTheEndToTheOneBefore() {
    world.answering(ChatReply.of("x").turns("sweet", "bad"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation OUTPUT WITHHELD [badness]",
            "start AUTO 0/1 'sweet'",
            "complete AUTO 0/1 'sweet' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void aFollowUpIsJudgedToo() {
    world.answering(ChatReply.of("sweet").andMore()).answering(ChatReply.of("bad"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    world.after(TYPED);
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
            "complete REGULAR 'sweet' last of 1",
            "follow-up in 2000",
            "start FOLLOW_UP ''",
            "moderation OUTPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 1 images 0");
  }

  @Test
  void toolCallsGoOnWithoutTheWords() {
    ToolCall call = new ToolCall("c", "f", "{}");
    world.answering(ChatReply.of("bad").calling(call));
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS);
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation OUTPUT WITHHELD [badness]",
            "complete REGULAR '' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(only(MessageCompleted.class, exchange).toolCalls()).containsExactly(call);
  }

  @Test
  void whatTheModelThoughtIsJudgedOnItsOwn() {
    world.answering(thinking("bad thoughts")).answering(thinking("spicy thoughts"));
    TestSubscriber<ChatEvent> first = world.send("one", OPTIONS);
    assertThat(trace(first)).contains("moderation REASONING WITHHELD [badness]");
    assertThat(only(MessageCompleted.class, first).reasoning()).isNull();
    TestSubscriber<ChatEvent> second = world.send("two", OPTIONS);
    assertThat(only(MessageCompleted.class, second).reasoning()).isEqualTo("mild thoughts");
    assertThat(world.remembered())
        .extracting(entry -> entry.reasoning())
        .containsExactly(null, null, null, "mild thoughts");
  }

  private static ChatReply thinking(String reasoning) {
    return new ChatReply(
        "ok", reasoning, List.of(), false, null, List.of(), List.of(), Account.NONE);
  }

  @Test
  void aPictureThatMayNotBeDrawnIsNotPromisedEither() {
    world.answering(ChatReply.of("look").promising("a bad cat"));
    assertThat(trace(world.send("hi", OPTIONS.drawing())))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation IMAGE_PROMPT WITHHELD [badness]",
            "complete REGULAR 'look' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(world.drawn).isEmpty();
    assertThat(stages()).containsExactly(Stage.INPUT, Stage.OUTPUT, Stage.IMAGE_PROMPT);
  }

  @Test
  void anotherPictureIsDrawnInstead() {
    world.answering(ChatReply.of("look").promising("a spicy cat"));
    assertThat(trace(world.send("hi", OPTIONS.drawing())))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation IMAGE_PROMPT REPLACED [spice]",
            "complete REGULAR 'look' last of 1 promising 'a mild cat'",
            "detected 'a mild cat' by server",
            "image start 'a mild cat'",
            "image complete mem:a-mild-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(world.drawn).extracting(request -> request.prompt()).containsExactly("a mild cat");
  }

  @Test
  void rulesForPromptsNameTheirTerms() {
    world.guardrail = Guardrail.of(PromptRules.none().prohibiting("gore")).only(Stage.IMAGE_PROMPT);
    world.answering(ChatReply.of("gore!").promising("gore"));
    assertThat(trace(world.send("gore?", OPTIONS.drawing())))
        .containsExactly(
            "start REGULAR 'gore?'",
            "moderation IMAGE_PROMPT WITHHELD [prohibited term: gore]",
            "complete REGULAR 'gore!' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void whatIsDrawnByHandIsJudged() {
    TestSubscriber<ChatEvent> events = world.chat().events().stream().test();
    TestObserver<Image> bad = world.chat().generateImage("a bad cat").test();
    TestObserver<Image> spicy = world.chat().generateImage("a spicy cat").test();
    world.clock.triggerActions();
    bad.assertError(
        cause ->
            cause instanceof AnimusException.ContentPolicy refusal
                && refusal.stage() == AnimusException.Stage.PROMPT
                && refusal.categories().equals(List.of("badness")));
    spicy.assertValue(image -> image.prompt().equals("a mild cat"));
    events.awaitCount(4);
    assertThat(trace(events))
        .containsExactly(
            "moderation IMAGE_PROMPT WITHHELD [badness]",
            "moderation IMAGE_PROMPT REPLACED [spice]",
            "image start 'a mild cat'",
            "image complete mem:a-mild-cat");
    assertThat(world.remembered()).hasSize(1);
  }

  @Test
  void wordsAreNotHeardBeforeAllOfThemAreJudged() {
    world.answering(Flowable.just(new ChatPart.Words("spicy "), ChatReply.of("spicy answer")));
    assertThat(trace(world.send("hi", OPTIONS.streaming(true))))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation OUTPUT REPLACED [spice]",
            "complete REGULAR 'mild answer' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(world.asked.get(0).streaming()).isFalse();
  }

  @Test
  void wordsThatNobodyJudgedAreNotKeptOfABrokenAnswer() {
    world.answering(
        Flowable.<ChatPart>just(new ChatPart.Words("bad")).concatWith(Flowable.never()));
    TestSubscriber<ChatEvent> first = world.send("one", OPTIONS);
    world.send("two", OPTIONS);
    assertThat(trace(first))
        .containsExactly(
            "start REGULAR 'one'", "cancelled 1 newMessage", "end INTERRUPTED messages 0 images 0");
    assertThat(world.said()).containsExactly("user: one", "user: two", "assistant: ok");
  }

  @Test
  void whoJudgesOnlyUsersDoesNotStopTheWords() {
    world.guardrail = world.guardrail.only(Stage.INPUT);
    world.answering(Flowable.just(new ChatPart.Words("bad"), ChatReply.of("bad")));
    assertThat(trace(world.send("spicy", OPTIONS)))
        .containsExactly(
            "moderation INPUT REPLACED [spice]",
            "start REGULAR 'mild'",
            "tokens 'bad'",
            "complete REGULAR 'bad' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void aMessageThatWaitsIsNotToldBeforeItIsJudged() {
    ChatOptions queue = OPTIONS.overlap(Overlap.queue());
    world.answering(
        Flowable.timer(5, TimeUnit.SECONDS, world.clock).map(tick -> ChatReply.of("sweet")));
    world.send("one", queue);
    TestSubscriber<ChatEvent> second = world.send("bad", queue);
    assertThat(trace(second)).containsExactly("queued 1 ''");
    world.after(TYPED);
    assertThat(trace(second))
        .containsExactly(
            "queued 1 ''",
            "moderation INPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
  }

  @Test
  void completionsByHandAreNotJudged() {
    world.answering(ChatReply.of("bad"));
    world
        .chat()
        .completions(ChatRequest.of("bad"))
        .test()
        .assertValue(reply -> reply.content().equals("bad"));
    assertThat(judged).isEmpty();
  }
}
