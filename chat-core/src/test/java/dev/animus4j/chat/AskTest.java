package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.GeneratedImage;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@VertxTest
@DisplayName("ask() waits for the whole answer, and fails when there is none")
final class AskTest {
  private static final AnimusException DOWN =
      new AnimusException.Unavailable(
          FailureOrigin.of("test"), "down", false, Duration.ofSeconds(7));
  private static final ChatOptions TURNS = OPTIONS.withAutoTurn().withImages();
  private static final Duration LONG = Duration.ofSeconds(30);

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private TestObserver<Answer> ask(String text, ChatOptions options) {
    TestObserver<Answer> answer = fixture.chat().ask(Message.user(text), options).test();
    fixture.clock.triggerActions();
    return answer;
  }

  @Test
  void theAnswerHasTextTurnsImageAndUsage() {
    fixture.answering(
        new ChatResponse(
            "One is done. Two too.",
            "hm",
            List.of("One is done.", "Two too."),
            false,
            "a cat",
            List.of(),
            List.of(),
            new ChatResponseMetadata(null, "p", "m", null, new Usage(1, 2, 3))));
    TestObserver<Answer> asked = ask("hi", TURNS);
    asked.assertEmpty();
    fixture.after(LONG);
    Answer answer = asked.assertComplete().values().get(0);
    assertThat(answer.messages()).containsExactly("One is done.", "Two too.");
    assertThat(answer.text()).isEqualTo("One is done.\nTwo too.");
    assertThat(answer.image()).map(GeneratedImage::prompt).hasValue("a cat");
    assertThat(answer.imageFailure()).isNull();
    assertThat(answer.reasoning()).isEqualTo("hm");
    assertThat(answer.usage()).isEqualTo(new Usage(1, 2, 3));
  }

  @Test
  void nothingIsSentBeforeSubscriptionAndAnewWithEach() {
    Single<Answer> answer = fixture.chat().ask("hi");
    fixture.clock.triggerActions();
    assertThat(fixture.asked).isEmpty();
    answer.test();
    fixture.clock.triggerActions();
    TestObserver<Answer> again = answer.test();
    fixture.clock.triggerActions();
    assertThat(again.assertComplete().values().get(0).text()).isEqualTo("ok");
    assertThat(fixture.asked).hasSize(2);
  }

  @Test
  void oneAfterTheOtherIsTwoAnswers() {
    TestSubscriber<Answer> both =
        fixture.chat().ask("one").concatWith(fixture.chat().ask("two")).test();
    fixture.clock.triggerActions();
    both.assertValueCount(2).assertComplete();
    assertThat(fixture.said())
        .containsExactly("user: one", "assistant: ok", "user: two", "assistant: ok");
  }

  @Test
  @DisplayName("it fails with the failure of the model, not with that of the event")
  void itFailsAsTheModelDoes() {
    fixture.answering(Flowable.error(DOWN));
    ask("hi", OPTIONS).assertError(DOWN);
  }

  @Test
  void itFailsWhenAGuardrailWithholdsTheMessage() {
    fixture.guardrail = Guardrail.onInput(input -> Verdict.withhold("no", "rude"));
    ask("hi", OPTIONS).assertError(AnimusException.ContentPolicy.class);
  }

  @Test
  void itFailsWhenTheMessageIsRefused() {
    fixture.answering(Flowable.never());
    ask("one", OPTIONS);
    ask("two", OPTIONS.withOverlap(OverlapPolicy.REJECT))
        .assertError(AnimusException.Unavailable.class);
    ask("", OPTIONS.withOverlap(OverlapPolicy.queue()))
        .assertError(AnimusException.InvalidRequest.class);
    fixture.chat().interrupt();
    fixture.clock.triggerActions();
  }

  @Test
  void itFailsWhenAnotherMessageInterruptsIt() {
    fixture.answering(Flowable.never());
    TestObserver<Answer> first = ask("one", OPTIONS);
    ask("two", OPTIONS).assertComplete();
    first.assertError(AnimusException.Cancelled.class);
    first.assertError(e -> e.getMessage().contains("newMessage"));
  }

  @Test
  void mergedMessagesFailAlike() {
    ChatOptions merging = OPTIONS.withOverlap(OverlapPolicy.merge(Duration.ofSeconds(1)));
    fixture.answering(Flowable.error(DOWN));
    TestObserver<Answer> first = ask("one", merging);
    TestObserver<Answer> second = ask("two", merging);
    fixture.after(Duration.ofSeconds(2));
    first.assertError(DOWN);
    second.assertError(DOWN);
  }

  @Test
  void anImageThatFailsDoesNotFailTheAnswer() {
    fixture.answering(ChatResponse.of("Here.").withImagePrompt("a cat"));
    fixture.drawing(request -> Single.error(DOWN));
    Answer answer = ask("hi", OPTIONS.withImages()).assertComplete().values().get(0);
    assertThat(answer.text()).isEqualTo("Here.");
    assertThat(answer.image()).isEmpty();
    assertThat(answer.imageFailure().kind()).isEqualTo("unavailable");
  }

  @Test
  void aFollowUpThatFailsDoesNotFailTheAnswer() {
    fixture.answering(ChatResponse.of("One.").withNext()).answering(Flowable.error(DOWN));
    TestObserver<Answer> asked = ask("hi", TURNS);
    fixture.after(LONG);
    assertThat(asked.assertComplete().values().get(0).messages()).containsExactly("One.");
  }

  @Test
  void whoNoLongerWaitsStopsThisExchangeAndNoOther() {
    fixture.answering(Flowable.never());
    ChatOptions queue = OPTIONS.withOverlap(OverlapPolicy.queue());
    TestObserver<Answer> first = ask("one", queue);
    TestObserver<Answer> second = ask("two", queue);
    second.assertEmpty();
    first.dispose();
    fixture.clock.triggerActions();
    assertThat(fixture.cancelled).containsExactly("chat");
    second.assertComplete();
  }

  @Test
  void oneExchangeIsInterruptedByItsId() {
    Flowable<ChatUpdate> endless = Flowable.never();
    fixture.answering(endless);
    ChatOptions queue = OPTIONS.withOverlap(OverlapPolicy.queue());
    TestSubscriber<ChatEvent> first = fixture.send("one", queue);
    TestSubscriber<ChatEvent> second = fixture.send("two", queue);
    TestSubscriber<ChatEvent> third = fixture.send("three", queue);
    fixture.chat().interrupt(second.values().get(0).exchangeId());
    fixture.clock.triggerActions();
    first.assertNotComplete();
    assertThat(EventTrace.of(second.values()))
        .endsWith("cancelled 1 stopped", "end INTERRUPTED messages 0 images 0");
    fixture.chat().interrupt(first.values().get(0).exchangeId());
    fixture.chat().interrupt("unknown");
    fixture.clock.triggerActions();
    first.assertComplete();
    assertThat(EventTrace.of(third.values())).endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  @DisplayName("a failed message may be sent again as soon as its exchange has ended")
  void aFailedMessageMayBeSentAgainAtOnce() {
    fixture.answering(Flowable.error(DOWN));
    TestSubscriber<ChatEvent> again = new TestSubscriber<>();
    var unused =
        fixture
            .chat()
            .sendOnce("id", "hi")
            .ofType(ExchangeCompleted.class)
            .subscribe(end -> fixture.chat().sendOnce("id", "hi").subscribe(again));
    fixture.clock.triggerActions();
    assertThat(EventTrace.of(again.values())).endsWith("end COMPLETED messages 1 images 0");
    assertThat(fixture.asked).hasSize(2);
  }
}
