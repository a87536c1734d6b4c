package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.PromptRules;
import dev.animus4j.rules.VertxTest;
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

/** What a guardrail lets pass, at each stage, and what is told of the rest. */
@VertxTest
class ModerationTest {
  private static final ChatOptions TURNS = OPTIONS.withAutoTurn().withImages();
  private static final Duration TYPED = Duration.ofSeconds(9);

  private final List<GuardrailInput> judged = new ArrayList<>();
  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
    fixture.guardrail = Guardrail.of(this::verdict);
  }

  /** Makes "mild" of "spicy", and withholds "bad". */
  private Verdict verdict(GuardrailInput input) {
    judged.add(input);
    String text = input.text();
    if (text.contains("bad")) {
      return Verdict.withhold("be nice", "badness");
    }
    return text.contains("spicy")
        ? Verdict.replace(text.replace("spicy", "mild"), "spice")
        : Verdict.allow();
  }

  private static List<String> trace(TestSubscriber<ChatEvent> exchange) {
    return EventTrace.of(exchange.values());
  }

  private static <E> E only(Class<E> type, TestSubscriber<ChatEvent> exchange) {
    List<E> found = exchange.values().stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<GuardrailStage> stages() {
    return judged.stream().map(GuardrailInput::stage).toList();
  }

  @Test
  void withheldInputIsNeitherEmittedNorStoredNorSent() {
    TestSubscriber<ChatEvent> exchange = fixture.send("bad words", OPTIONS);
    assertThat(trace(exchange))
        .containsExactly(
            "moderation INPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
    assertThat(only(ContentModerated.class, exchange).reason()).isEqualTo("be nice");
    assertThat(only(MessageFailed.class, exchange).error().message())
        .isEqualTo("The content policy does not allow this. Use other words.");
    assertThat(fixture.asked).isEmpty();
    assertThat(fixture.said()).isEmpty();
    fixture.send("good words", OPTIONS);
    assertThat(fixture.asked.get(0).messages())
        .containsExactly(Message.system("Be kind."), Message.user("good words"));
  }

  @Test
  void theGuardrailAnswersAMessageInTheWordsOfTheBot() {
    fixture.guardrail = Guardrail.onInput(input -> Verdict.answer("Let us talk of else.", "war"));
    TestSubscriber<ChatEvent> exchange = fixture.send("the war", TURNS);
    fixture.after(TYPED);
    assertThat(trace(exchange))
        .containsExactly(
            "moderation INPUT ANSWERED [war]",
            "start REGULAR ''",
            "complete REGULAR 'Let us talk of else.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.asked).isEmpty();
    assertThat(fixture.said()).containsExactly("assistant: Let us talk of else.");
  }

  @Test
  void theGuardrailAnswersInsteadOfAReplyWithItsImageAndFollowUp() {
    fixture.guardrail = Guardrail.onOutput(input -> Verdict.answer("I'd rather not.", "badness"));
    fixture.answering(ChatResponse.of("A bad answer. Two.").withImagePrompt("a cat").withNext());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    fixture.after(TYPED);
    assertThat(trace(exchange))
        .startsWith("received 'hi'", "start REGULAR ''", "moderation OUTPUT ANSWERED [badness]")
        .endsWith(
            "complete REGULAR 'I'd rather not.' last of 1", "end COMPLETED messages 1 images 0");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: I'd rather not.");
  }

  @Test
  void theGuardrailAnswersInsteadOfAnImageAfterTheReply() {
    fixture.guardrail =
        Guardrail.of(PromptRules.none().withProhibitedTerms("war"), "I don't draw wars.")
            .limitTo(GuardrailStage.IMAGE_PROMPT);
    fixture.answering(ChatResponse.of("Here it is.").withImagePrompt("a war"));
    assertThat(trace(fixture.send("hi", OPTIONS.withImages())))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR 'Here it is.' last of 1",
            "moderation IMAGE_PROMPT ANSWERED [prohibited term: war]",
            "image failed contentPolicy",
            "start REGULAR ''",
            "complete REGULAR 'I don't draw wars.' last of 1",
            "end COMPLETED messages 2 images 0");
    assertThat(fixture.drawn).isEmpty();
    assertThat(fixture.said())
        .containsExactly("user: hi", "assistant: Here it is.", "assistant: I don't draw wars.");
  }

  @Test
  void withoutImagesAWithheldPromptIsNoFailedImage() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a bad cat"));
    assertThat(trace(fixture.send("hi", OPTIONS)))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR 'look' last of 1",
            "moderation IMAGE_PROMPT WITHHELD [badness]",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void anAnswerOfTheGuardrailEndsTheChain() {
    fixture.guardrail =
        Guardrail.onInput(input -> Verdict.answer("No.", "first")).andThen(fixture.guardrail);
    fixture.send("bad words", OPTIONS);
    assertThat(fixture.said()).containsExactly("assistant: No.");
    assertThat(judged).isEmpty();
  }

  @Test
  void otherWordsOfTheUserAreToldRememberedAndSent() {
    TestSubscriber<ChatEvent> exchange = fixture.send("spicy words", OPTIONS);
    assertThat(trace(exchange))
        .containsExactly(
            "moderation INPUT REPLACED [spice]",
            "received 'mild words'",
            "start REGULAR ''",
            "complete REGULAR 'ok' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.said()).containsExactly("user: mild words", "assistant: ok");
    assertThat(fixture.asked.get(0).messages()).last().isEqualTo(Message.user("mild words"));
  }

  @Test
  void picturesOfTheUserAreJudgedBeforeTheyAreKept() {
    Attachment shown = Attachment.reference(URI.create("https://x.example/a.png"));
    TestSubscriber<ChatEvent> exchange =
        fixture.chat().send(Message.user("").withAttachments(shown), OPTIONS).test();
    fixture.clock.triggerActions();
    exchange.assertComplete();
    assertThat(judged.get(0))
        .isEqualTo(
            new GuardrailInput(GuardrailStage.INPUT, "default", "", List.of(shown), List.of()));
  }

  @Test
  void withheldOutputFailsTheMessageWithoutImageOrFollowUp() {
    fixture.answering(ChatResponse.of("bad answer").withImagePrompt("a cat").withNext());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "moderation OUTPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
    assertThat(fixture.said()).containsExactly("user: hi");
    assertThat(fixture.drawn).isEmpty();
    assertThat(only(MessageFailed.class, exchange).error().kind()).isEqualTo("contentPolicy");
  }

  @Test
  void otherWordsOfTheModelAreToldAndRemembered() {
    fixture.answering(ChatResponse.of("spicy answer").withImagePrompt("a cat"));
    assertThat(trace(fixture.send("hi", OPTIONS.withImages())))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "moderation OUTPUT REPLACED [spice]",
            "complete REGULAR 'mild answer' last of 1 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(fixture.said()).element(1).isEqualTo("assistant: mild answer");
  }

  @Test
  void turnsAreJudgedOneByOneAndTheRestIsSaid() {
    fixture.answering(
        ChatResponse.of("x").withTurns("bad", "spicy", "sweet").withImagePrompt("a cat"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    fixture.after(TYPED);
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
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
    assertThat(fixture.said())
        .startsWith("user: hi", "assistant: mild", "assistant: sweet")
        .hasSize(4);
  }

  @Test
  void aWithheldLastTurnLeavesTheEndToTheOneBefore() {
    fixture.answering(ChatResponse.of("x").withTurns("sweet", "bad"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "moderation OUTPUT WITHHELD [badness]",
            "start AUTO 0/1 'sweet'",
            "complete AUTO 0/1 'sweet' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void aFollowUpIsJudgedToo() {
    fixture.answering(ChatResponse.of("sweet").withNext()).answering(ChatResponse.of("bad"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    fixture.after(TYPED);
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
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
    fixture.answering(ChatResponse.of("bad").withToolCalls(call));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "moderation OUTPUT WITHHELD [badness]",
            "complete REGULAR '' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(only(MessageCompleted.class, exchange).toolCalls()).containsExactly(call);
  }

  @Test
  void reasoningIsModeratedSeparately() {
    fixture.answering(thinking("bad thoughts")).answering(thinking("spicy thoughts"));
    TestSubscriber<ChatEvent> first = fixture.send("one", OPTIONS);
    assertThat(trace(first)).contains("moderation REASONING WITHHELD [badness]");
    assertThat(only(MessageCompleted.class, first).reasoning()).isNull();
    TestSubscriber<ChatEvent> second = fixture.send("two", OPTIONS);
    assertThat(only(MessageCompleted.class, second).reasoning()).isEqualTo("mild thoughts");
    assertThat(fixture.remembered())
        .extracting(entry -> entry.reasoning())
        .containsExactly(null, null, null, "mild thoughts");
  }

  private static ChatResponse thinking(String reasoning) {
    return new ChatResponse(
        "ok", reasoning, List.of(), false, null, List.of(), List.of(), ChatResponseMetadata.NONE);
  }

  @Test
  void aPictureThatMayNotBeDrawnIsNotPromisedEither() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a bad cat"));
    assertThat(trace(fixture.send("hi", OPTIONS.withImages())))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR 'look' last of 1",
            "moderation IMAGE_PROMPT WITHHELD [badness]",
            "image failed contentPolicy",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.drawn).isEmpty();
    assertThat(stages())
        .containsExactly(GuardrailStage.INPUT, GuardrailStage.OUTPUT, GuardrailStage.IMAGE_PROMPT);
  }

  @Test
  void anotherPictureIsDrawnInstead() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a spicy cat"));
    assertThat(trace(fixture.send("hi", OPTIONS.withImages())))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "moderation IMAGE_PROMPT REPLACED [spice]",
            "complete REGULAR 'look' last of 1 promising 'a mild cat'",
            "detected 'a mild cat' by server",
            "image start 'a mild cat'",
            "image complete mem:a-mild-cat",
            "end COMPLETED messages 1 images 1");
    assertThat(fixture.drawn).extracting(request -> request.prompt()).containsExactly("a mild cat");
  }

  @Test
  void rulesForPromptsNameTheirTerms() {
    fixture.guardrail =
        Guardrail.of(PromptRules.none().withProhibitedTerms("gore"))
            .limitTo(GuardrailStage.IMAGE_PROMPT);
    fixture.answering(ChatResponse.of("gore!").withImagePrompt("gore"));
    assertThat(trace(fixture.send("gore?", OPTIONS.withImages())))
        .containsExactly(
            "received 'gore?'",
            "start REGULAR ''",
            "complete REGULAR 'gore!' last of 1",
            "moderation IMAGE_PROMPT WITHHELD [prohibited term: gore]",
            "image failed contentPolicy",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void directImageGenerationIsModerated() {
    TestSubscriber<ChatEvent> events = fixture.chat().events().stream().test();
    TestObserver<Image> bad = fixture.chat().generateImage("a bad cat").test();
    TestObserver<Image> spicy = fixture.chat().generateImage("a spicy cat").test();
    fixture.clock.triggerActions();
    bad.assertError(
        cause ->
            cause instanceof AnimusException.ContentPolicy refusal
                && refusal.stage() == AnimusException.Stage.PROMPT
                && refusal.categories().equals(List.of("badness")));
    spicy.assertValue(image -> image.prompt().equals("a mild cat"));
    events.awaitCount(7);
    assertThat(trace(events))
        .containsExactly(
            "moderation IMAGE_PROMPT WITHHELD [badness]",
            "image failed contentPolicy",
            "end FAILED messages 0 images 0",
            "moderation IMAGE_PROMPT REPLACED [spice]",
            "image start 'a mild cat'",
            "image complete mem:a-mild-cat",
            "end COMPLETED messages 0 images 1");
    assertThat(fixture.remembered()).hasSize(1);
  }

  @Test
  void wordsAreNotHeardBeforeAllOfThemAreJudged() {
    fixture.answering(
        Flowable.just(new ChatUpdate.TextDelta("spicy "), ChatResponse.of("spicy answer")));
    assertThat(trace(fixture.send("hi", OPTIONS.withStreaming(true))))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "moderation OUTPUT REPLACED [spice]",
            "complete REGULAR 'mild answer' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.asked.get(0).streaming()).isFalse();
  }

  @Test
  void wordsThatNobodyJudgedAreNotKeptOfABrokenAnswer() {
    fixture.answering(
        Flowable.<ChatUpdate>just(new ChatUpdate.TextDelta("bad")).concatWith(Flowable.never()));
    TestSubscriber<ChatEvent> first = fixture.send("one", OPTIONS);
    fixture.send("two", OPTIONS);
    assertThat(trace(first))
        .containsExactly(
            "received 'one'",
            "start REGULAR ''",
            "cancelled 1 newMessage",
            "end INTERRUPTED messages 0 images 0");
    assertThat(fixture.said()).containsExactly("user: one", "user: two", "assistant: ok");
  }

  @Test
  void anInputGuardrailDoesNotDelayTheTokens() {
    fixture.guardrail = fixture.guardrail.limitTo(GuardrailStage.INPUT);
    fixture.answering(Flowable.just(new ChatUpdate.TextDelta("bad"), ChatResponse.of("bad")));
    assertThat(trace(fixture.send("spicy", OPTIONS)))
        .containsExactly(
            "moderation INPUT REPLACED [spice]",
            "received 'mild'",
            "start REGULAR ''",
            "tokens 'bad'",
            "complete REGULAR 'bad' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void aMessageThatWaitsIsNotToldBeforeItIsJudged() {
    ChatOptions queue = OPTIONS.withOverlap(OverlapPolicy.queue());
    fixture.answering(
        Flowable.timer(5, TimeUnit.SECONDS, fixture.clock).map(tick -> ChatResponse.of("sweet")));
    fixture.send("one", queue);
    TestSubscriber<ChatEvent> second = fixture.send("bad", queue);
    assertThat(trace(second)).containsExactly("queued 1 ''");
    fixture.after(TYPED);
    assertThat(trace(second))
        .containsExactly(
            "queued 1 ''",
            "moderation INPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
  }

  @Test
  void completionsByHandAreNotJudged() {
    fixture.answering(ChatResponse.of("bad"));
    fixture
        .chat()
        .completions(ChatRequest.of("bad"))
        .test()
        .assertValue(response -> response.content().equals("bad"));
    assertThat(judged).isEmpty();
  }
}
