package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens while a guardrail thinks, and when nothing comes of it. */
@ExtendWith(TestVertx.class)
class SlowGuardrailTest {
  private static final ChatOptions TURNS = OPTIONS.inTurns().drawing();

  private final List<Stage> left = new ArrayList<>();
  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  private Guardrail taking(long seconds) {
    return matter ->
        Single.timer(seconds, TimeUnit.SECONDS, world.clock)
            .map(tick -> Verdict.allowed())
            .doOnDispose(() -> left.add(matter.stage()));
  }

  private static List<String> trace(TestSubscriber<ChatEvent> exchange) {
    return Trace.of(exchange.values());
  }

  @Test
  void nothingIsToldBeforeTheVerdictAndTheModelHasAllItsTime() {
    world.guardrail = taking(9);
    world.answering(ChatReply.of("x").turns("One", "Two"));
    Deadlines hasty = Deadlines.DEFAULT.firstToken(Duration.ofSeconds(1));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS.deadlines(hasty));
    world.after(Duration.ofMillis(8_999));
    assertThat(trace(exchange)).isEmpty();
    assertThat(world.said()).isEmpty();
    world.after(Duration.ofSeconds(9));
    assertThat(trace(exchange)).containsExactly("start REGULAR 'hi'");
    world.after(Duration.ofMillis(1));
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
            "start AUTO 0/2 'One'",
            "complete AUTO 0/2 'One'",
            "start AUTO 1/2 'Two'");
    assertThat(world.after(Duration.ofSeconds(4)).said())
        .containsExactly("user: hi", "assistant: One", "assistant: Two");
  }

  @Test
  void withoutAVerdictInTimeTheUserIsNotHeard() {
    world.guardrail = matter -> Single.never();
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS);
    world.after(Duration.ofMillis(9_999));
    assertThat(trace(exchange)).isEmpty();
    world.after(Duration.ofMillis(1));
    assertThat(trace(exchange))
        .containsExactly(
            "moderation INPUT WITHHELD timedOut",
            "failed timedOut",
            "end FAILED messages 0 images 0");
    assertThat(world.asked).isEmpty();
    assertThat(world.said()).isEmpty();
  }

  @Test
  void withoutAVerdictInTimeTheModelIsNotHeardExceptForWhatHasOne() {
    world.guardrail =
        matter -> matter.text().equals("Two") ? Single.never() : Single.just(Verdict.allowed());
    world.answering(ChatReply.of("x").turns("One", "Two").promising("a cat"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    world.after(Duration.ofSeconds(10));
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
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
    world.guardrail =
        Guardrail.onOutput(
            matter -> {
              throw new IllegalStateException("cannot judge " + matter.text());
            });
    world.answering(ChatReply.of("a secret"));
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS);
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
            "moderation OUTPUT WITHHELD unavailable",
            "failed unavailable",
            "end FAILED messages 0 images 0");
    assertThat(exchange.values().toString()).doesNotContain("secret");
  }

  @Test
  void aFailureOfAKnownKindIsToldAsItIs() {
    AnimusException limited =
        new AnimusException.RateLimited(Origin.of("judge"), Duration.ofSeconds(3));
    world.guardrail = matter -> Single.error(limited);
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS);
    ContentModerated verdict = (ContentModerated) exchange.values().get(0);
    assertThat(verdict.error().retryAfterMs()).isEqualTo(3_000);
    assertThat(trace(exchange)).contains("failed rateLimited");
  }

  @Test
  void speakingAgainWhileTheUserIsJudgedLeavesTheFirstMessageUnheard() {
    world.guardrail = taking(5);
    TestSubscriber<ChatEvent> first = world.send("one", OPTIONS);
    TestSubscriber<ChatEvent> second = world.send("two", OPTIONS);
    assertThat(trace(first))
        .containsExactly("cancelled 1 newMessage", "end INTERRUPTED messages 0 images 0");
    assertThat(left).containsExactly(Stage.INPUT);
    world.after(Duration.ofSeconds(10));
    assertThat(trace(second)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(world.said()).containsExactly("user: two", "assistant: ok");
    assertThat(first.values()).hasSize(2);
  }

  @Test
  void speakingAgainWhileTheModelIsJudgedDropsAllOfItsAnswer() {
    world.guardrail = taking(5);
    world.answering(ChatReply.of("x").turns("One", "Two").promising("a cat"));
    TestSubscriber<ChatEvent> first = world.send("one", TURNS);
    world.after(Duration.ofSeconds(6));
    world.send("two", TURNS);
    assertThat(trace(first))
        .containsExactly(
            "start REGULAR 'one'", "cancelled 3 newMessage", "end INTERRUPTED messages 0 images 0");
    assertThat(left).containsExactlyInAnyOrder(Stage.OUTPUT, Stage.OUTPUT, Stage.IMAGE_PROMPT);
    world.after(Duration.ofSeconds(10));
    assertThat(world.said()).containsExactly("user: one", "user: two", "assistant: ok");
  }

  @Test
  void closingEndsWhatIsBeingJudged() {
    world.guardrail = taking(5);
    TestSubscriber<ChatEvent> exchange = world.send("one", OPTIONS);
    TestObserver<Image> picture = world.chat().generateImage("a cat").test();
    world.clock.triggerActions();
    TestObserver<Void> closed = world.client().close().test();
    world.clock.triggerActions();
    closed.assertComplete();
    picture.assertError(AnimusException.Cancelled.class);
    assertThat(trace(exchange))
        .containsExactly("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    assertThat(world.drawn).isEmpty();
  }

  @Test
  void aPictureThatNobodyWaitsForIsNoLongerJudged() {
    world.guardrail = taking(5);
    TestObserver<Image> picture = world.chat().generateImage("a cat").test();
    world.clock.triggerActions();
    picture.dispose();
    world.after(Duration.ofSeconds(10));
    assertThat(left).containsExactly(Stage.IMAGE_PROMPT);
    assertThat(world.drawn).isEmpty();
  }
}
