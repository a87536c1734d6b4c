package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while a guardrail thinks, and when nothing comes of it. */
@VertxTest
class SlowGuardrailTest {
  private static final ChatOptions TURNS = OPTIONS.withAutoTurn().withImages();

  private final List<GuardrailStage> left = new ArrayList<>();
  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private Guardrail taking(long seconds) {
    return input ->
        Single.timer(seconds, TimeUnit.SECONDS, fixture.clock)
            .map(tick -> Verdict.allow())
            .doOnDispose(() -> left.add(input.stage()));
  }

  private static List<String> trace(TestSubscriber<ChatEvent> exchange) {
    return EventTrace.of(exchange.values());
  }

  @Test
  void nothingIsToldBeforeTheVerdictAndTheModelHasAllItsTime() {
    fixture.guardrail = taking(9);
    fixture.answering(ChatResponse.of("x").withTurns("One", "Two"));
    Deadlines hasty = Deadlines.DEFAULT.withFirstToken(Duration.ofSeconds(1));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS.withDeadlines(hasty));
    fixture.after(Duration.ofMillis(8_999));
    assertThat(trace(exchange)).isEmpty();
    assertThat(fixture.said()).isEmpty();
    fixture.after(Duration.ofSeconds(9));
    assertThat(trace(exchange)).containsExactly("received 'hi'", "start REGULAR ''");
    fixture.after(Duration.ofMillis(1));
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "start AUTO 0/2 'One'",
            "complete AUTO 0/2 'One'",
            "start AUTO 1/2 'Two'");
    assertThat(fixture.after(Duration.ofSeconds(4)).said())
        .containsExactly("user: hi", "assistant: One", "assistant: Two");
  }

  @Test
  void withoutAVerdictInTimeTheUserIsNotHeard() {
    fixture.guardrail = input -> Single.never();
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    fixture.after(Duration.ofMillis(9_999));
    assertThat(trace(exchange)).isEmpty();
    fixture.after(Duration.ofMillis(1));
    assertThat(trace(exchange))
        .containsExactly(
            "moderation INPUT WITHHELD timedOut",
            "failed timedOut",
            "end FAILED messages 0 images 0");
    assertThat(fixture.asked).isEmpty();
    assertThat(fixture.said()).isEmpty();
  }

  @Test
  void withoutAVerdictInTimeTheModelIsNotHeardExceptForWhatHasOne() {
    fixture.guardrail =
        input -> input.text().equals("Two") ? Single.never() : Single.just(Verdict.allow());
    fixture.answering(ChatResponse.of("x").withTurns("One", "Two").withImagePrompt("a cat"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    fixture.after(Duration.ofSeconds(10));
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "moderation OUTPUT WITHHELD timedOut",
            "start AUTO 0/1 'One'",
            "complete AUTO 0/1 'One' last of 1 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 1 images 1");
  }

  @Test
  void aBrokenGuardrailLetsNothingPassAndQuotesNothing() {
    fixture.guardrail =
        Guardrail.onOutput(
            input -> {
              throw new IllegalStateException("cannot judge " + input.text());
            });
    fixture.answering(ChatResponse.of("a secret"));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "moderation OUTPUT WITHHELD unavailable",
            "failed unavailable",
            "end FAILED messages 0 images 0");
    assertThat(exchange.values().toString()).doesNotContain("secret");
  }

  @Test
  void aFailureOfAKnownKindIsToldAsItIs() {
    AnimusException limited =
        new AnimusException.RateLimited(FailureOrigin.of("judge"), Duration.ofSeconds(3));
    fixture.guardrail = input -> Single.error(limited);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    ContentModerated verdict = (ContentModerated) exchange.values().get(0);
    assertThat(verdict.error().retryAfterMs()).isEqualTo(3_000);
    assertThat(trace(exchange)).contains("failed rateLimited");
  }

  @Test
  void speakingAgainWhileTheUserIsJudgedLeavesTheFirstMessageUnheard() {
    fixture.guardrail = taking(5);
    TestSubscriber<ChatEvent> first = fixture.send("one", OPTIONS);
    TestSubscriber<ChatEvent> second = fixture.send("two", OPTIONS);
    assertThat(trace(first))
        .containsExactly("cancelled 1 newMessage", "end INTERRUPTED messages 0 images 0");
    assertThat(left).containsExactly(GuardrailStage.INPUT);
    fixture.after(Duration.ofSeconds(10));
    assertThat(trace(second)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(fixture.said()).containsExactly("user: two", "assistant: ok");
    assertThat(first.values()).hasSize(2);
  }

  @Test
  void speakingAgainWhileTheModelIsJudgedDropsAllOfItsAnswer() {
    fixture.guardrail = taking(5);
    fixture.answering(ChatResponse.of("x").withTurns("One", "Two").withImagePrompt("a cat"));
    TestSubscriber<ChatEvent> first = fixture.send("one", TURNS);
    fixture.after(Duration.ofSeconds(6));
    fixture.send("two", TURNS);
    assertThat(trace(first))
        .containsExactly(
            "received 'one'",
            "start REGULAR ''",
            "cancelled 3 newMessage",
            "end INTERRUPTED messages 0 images 0");
    assertThat(left)
        .containsExactlyInAnyOrder(
            GuardrailStage.OUTPUT, GuardrailStage.OUTPUT, GuardrailStage.IMAGE_PROMPT);
    fixture.after(Duration.ofSeconds(10));
    assertThat(fixture.said()).containsExactly("user: one", "user: two", "assistant: ok");
  }

  @Test
  void closingEndsWhatIsBeingJudged() {
    fixture.guardrail = taking(5);
    TestSubscriber<ChatEvent> exchange = fixture.send("one", OPTIONS);
    TestObserver<Image> picture = fixture.chat().generateImage("a cat").test();
    fixture.clock.triggerActions();
    TestObserver<Void> closed = fixture.client().closeAsync().test();
    fixture.clock.triggerActions();
    closed.assertComplete();
    picture.assertError(AnimusException.Cancelled.class);
    assertThat(trace(exchange))
        .containsExactly("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    assertThat(fixture.drawn).isEmpty();
  }

  @Test
  void aPictureThatNobodyWaitsForIsNoLongerJudged() {
    fixture.guardrail = taking(5);
    TestObserver<Image> picture = fixture.chat().generateImage("a cat").test();
    fixture.clock.triggerActions();
    picture.dispose();
    fixture.after(Duration.ofSeconds(10));
    assertThat(left).containsExactly(GuardrailStage.IMAGE_PROMPT);
    assertThat(fixture.drawn).isEmpty();
  }
}
