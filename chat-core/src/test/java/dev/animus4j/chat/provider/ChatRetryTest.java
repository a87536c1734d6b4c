package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ChatUpdate.AttemptFailed;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.SchedulerAndRandom;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that asks again; the time between two attempts is virtual. */
class ChatRetryTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private final TestScheduler clock = new TestScheduler();
  private final Retry retry =
      Retry.chat().withTiming(new SchedulerAndRandom(() -> clock, () -> 0.5));

  /** All that is told, the clock being moved on as soon as somebody waits for it. */
  private TestSubscriber<ChatUpdate> told(ChatModel model) {
    return SimulatedProvider.told(model.withRetry(retry), STREAMING)
        .doOnNext(update -> moveOn(update))
        .test()
        .awaitDone(30, TimeUnit.SECONDS);
  }

  private void moveOn(ChatUpdate update) {
    if (update instanceof AttemptFailed failed) {
      long wait = failed.attempt().delay().toNanos();
      Vertx.currentContext().runOnContext(v -> clock.advanceTimeBy(wait, TimeUnit.NANOSECONDS));
    }
  }

  private static List<ChatModel> models() {
    return List.of(PROVIDER.animus(), PROVIDER.compatible());
  }

  private static Retry.Attempt attempt(TestSubscriber<ChatUpdate> told, int index) {
    return ((AttemptFailed) told.values().get(index)).attempt();
  }

  @Test
  void unavailableProvidersAreRetried() {
    for (ChatModel model : models()) {
      PROVIDER
          .simulator()
          .reset()
          .script(ScriptedResponse.status(503), ScriptedResponse.status(500));
      PROVIDER.streams(word("Hi") + finish("stop") + DONE);

      TestSubscriber<ChatUpdate> told = told(model);

      told.assertComplete().assertValueCount(4).assertValueAt(2, new TextDelta("Hi"));
      assertThat(attempt(told, 0).number()).isEqualTo(1);
      assertThat(attempt(told, 0).delay()).isEqualTo(Duration.ofMillis(250));
      assertThat(attempt(told, 0).failure()).isInstanceOf(Unavailable.class);
      assertThat(attempt(told, 1).number()).isEqualTo(2);
      assertThat(attempt(told, 1).delay()).isEqualTo(Duration.ofMillis(500));
      assertThat(told.values().get(3)).isInstanceOf(ChatResponse.class);
      assertThat(PROVIDER.simulator().requests()).hasSize(3);
    }
  }

  @Test
  void aRateLimitIsWaitedForAsLongAsItAsks() {
    PROVIDER.simulator().script(ScriptedResponse.status(429).header("Retry-After", "7"));

    TestSubscriber<ChatUpdate> told = told(PROVIDER.compatible());

    told.assertComplete();
    assertThat(attempt(told, 0).failure()).isInstanceOf(RateLimited.class);
    assertThat(attempt(told, 0).delay()).isEqualTo(Duration.ofMillis(7250));
    assertThat(clock.now(TimeUnit.MILLISECONDS)).isEqualTo(7250);
  }

  @Test
  void everyAttemptSendsTheSameQuestion() {
    PROVIDER.simulator().script(ScriptedResponse.status(503), ScriptedResponse.status(503));

    told(PROVIDER.compatible()).assertComplete();

    assertThat(PROVIDER.simulator().requests())
        .extracting(receivedRequest -> receivedRequest.body())
        .hasSize(3)
        .containsOnly(PROVIDER.received().body());
  }

  @Test
  void theLastFailureIsTheFailure() {
    PROVIDER
        .simulator()
        .script(
            ScriptedResponse.status(500),
            ScriptedResponse.status(502),
            ScriptedResponse.status(503));

    told(PROVIDER.compatible())
        .assertValueCount(2)
        .assertError(e -> ((AnimusException) e).origin().status() == 503);
  }

  @Test
  void anErrorInsideAStreamIsRepeatedBeforeTheFirstWord() {
    PROVIDER.streams(events("{'error':{'message':'Oops','type':'server_error'}}") + DONE);
    PROVIDER.streams(word("Hi") + DONE);

    TestSubscriber<ChatUpdate> told = told(PROVIDER.compatible());

    told.assertComplete().assertValueCount(3).assertValueAt(1, new TextDelta("Hi"));
  }

  @Test
  void afterTheFirstWordNothingIsRepeated() {
    PROVIDER.streams(word("Hi") + events("{'error':{'message':'Oops','code':503}}") + DONE);

    told(PROVIDER.compatible())
        .assertValues(new TextDelta("Hi"))
        .assertError(AnimusException.Unavailable.class);
    assertThat(PROVIDER.simulator().requests()).hasSize(1);
  }

  /** Answers that the same question would get again. */
  static Stream<Arguments> lasting() {
    String json = "{\"error\":{\"message\":\"Oops\",\"code\":\"%s\"}}";
    String refused = "{\"choices\":[{\"message\":{},\"finish_reason\":\"content_filter\"}]}";
    return Stream.of(
        arguments(ScriptedResponse.status(400).body(json.formatted("content_filter"))),
        arguments(ScriptedResponse.status(429).body(json.formatted("insufficient_quota"))),
        arguments(ScriptedResponse.status(429).body(json.formatted("content_policy_violation"))),
        arguments(ScriptedResponse.status(200).body(json.formatted("model_not_found"))),
        arguments(ScriptedResponse.status(200).body(json.formatted("moderation_blocked"))),
        arguments(ScriptedResponse.status(200).body(refused)),
        arguments(ScriptedResponse.status(200).chunks(finish("content_filter") + DONE)),
        arguments(ScriptedResponse.status(200).body("{}")),
        arguments(ScriptedResponse.status(401)),
        arguments(ScriptedResponse.status(404)));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void lastingFailuresAreNotRetried(ScriptedResponse answer) {
    PROVIDER.simulator().script(answer);

    told(PROVIDER.compatible()).assertNoValues().assertError(AnimusException.class);

    assertThat(PROVIDER.simulator().requests()).hasSize(1);
  }
}
