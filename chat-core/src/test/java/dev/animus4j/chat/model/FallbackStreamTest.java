package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.ScriptedChatModel.last;
import static dev.animus4j.chat.model.ScriptedChatModel.parts;
import static dev.animus4j.chat.model.ScriptedChatModel.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FallbackStreamTest {
  private static final ChatRequest HELLO = ChatRequest.of("hello").withModel("m");
  private static final FailureOrigin ORIGIN = FailureOrigin.of("test");
  private static final AnimusException DOWN =
      new AnimusException.Unavailable(ORIGIN, "down", false, (Duration) null);

  private static ChatUpdate failed(int attempt, AnimusException failure) {
    return new ChatUpdate.AttemptFailed(new Retry.Attempt(attempt, Duration.ZERO, failure));
  }

  @Test
  void theFirstThatAnswersIsEnough() {
    ScriptedChatModel other = new ScriptedChatModel();
    assertThat(parts(ScriptedChatModel.with(ChatResponse.of("hi")).withFallback(other), HELLO))
        .containsExactly(ChatResponse.of("hi"));
    assertThat(other.asked).isEmpty();
  }

  static List<AnimusException> helpless() {
    return List.of(
        DOWN,
        new AnimusException.RateLimited(ORIGIN, null),
        new AnimusException.QuotaExhausted(ORIGIN, null),
        new AnimusException.Authentication(ORIGIN, "wrong key", null),
        new AnimusException.ContextLengthExceeded(ORIGIN),
        new AnimusException.TimedOut(ORIGIN, AnimusException.Limit.TOTAL, Duration.ZERO),
        new AnimusException.Protocol(ORIGIN, "no choices", null));
  }

  @ParameterizedTest
  @MethodSource("helpless")
  void theOtherAnswersInPlaceOfOneThatCannot(AnimusException failure) {
    ChatModel model =
        new ScriptedChatModel()
            .thenFailing(failure)
            .withFallback(ScriptedChatModel.with(words("hi"), ChatResponse.of("hi")));

    assertThat(parts(model, HELLO))
        .containsExactly(failed(1, failure), words("hi"), ChatResponse.of("hi"));
  }

  static List<AnimusException> lasting() {
    return List.of(
        new AnimusException.ContentPolicy(ORIGIN, AnimusException.Stage.PROMPT, List.of()),
        new AnimusException.InvalidRequest(ORIGIN, "no such model"),
        new AnimusException.Cancelled(ORIGIN, "gone"));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void aRefusalIsNotTakenElsewhere(AnimusException failure) {
    ScriptedChatModel other = new ScriptedChatModel();
    ChatModel model = new ScriptedChatModel().thenFailing(failure).withFallback(other);

    model.reply(HELLO).test().assertError(failure);
    assertThat(other.asked).isEmpty();
  }

  @Test
  void nothingIsSaidTwice() {
    ScriptedChatModel other = new ScriptedChatModel();
    ChatModel model = new ScriptedChatModel().thenFailing(DOWN, words("Hel")).withFallback(other);

    model.stream(HELLO).test().assertValues(words("Hel")).assertError(DOWN);
    assertThat(other.asked).isEmpty();
  }

  @Test
  void attemptsOfTheFirstAreCountedAndNoneOfThemIsRepeatedByTheOther() {
    Retry once = Retry.ofDelays(Duration.ZERO);
    ScriptedChatModel first = new ScriptedChatModel().thenFailing(DOWN).thenFailing(DOWN);
    ScriptedChatModel other = ScriptedChatModel.with(ChatResponse.of("hi"));

    List<ChatUpdate> parts = parts(first.withRetry(once).withFallback(other.withModel("o")), HELLO);

    assertThat(parts).containsExactly(failed(1, DOWN), failed(2, DOWN), ChatResponse.of("hi"));
    assertThat(last(parts).content()).isEqualTo("hi");
    assertThat(first.asked).containsExactly(HELLO, HELLO);
    assertThat(other.asked).containsExactly(HELLO.withModel("o"));
  }

  @Test
  void signsOfLifeAndThoughtsDoNotBindToAnAttempt() {
    ChatUpdate thought = new ChatUpdate.ReasoningDelta("h");
    ChatUpdate life = new ChatUpdate.KeepAlive();
    StreamingChatModel torn =
        request -> Flowable.just(life, thought).concatWith(Flowable.error(DOWN));
    ScriptedChatModel other = ScriptedChatModel.with(ChatResponse.of("hi"));

    List<ChatUpdate> parts =
        parts(torn.withRetry(Retry.ofDelays(Duration.ZERO)).withFallback(other), HELLO);

    assertThat(parts)
        .containsExactly(
            life, thought, failed(1, DOWN), life, thought, failed(2, DOWN), ChatResponse.of("hi"));
  }

  @Test
  void whenNobodyCanTheLastFailureIsTold() {
    AnimusException slow = new AnimusException.RateLimited(ORIGIN, null);
    ChatModel model =
        new ScriptedChatModel()
            .thenFailing(DOWN)
            .withFallback(new ScriptedChatModel().thenFailing(slow));

    model.reply(HELLO).test().assertError(slow);
  }

  @Test
  void otherExceptionsDoNotTryTheNextModel() {
    IllegalStateException fault = new IllegalStateException("boom");
    ScriptedChatModel other = new ScriptedChatModel();

    new ScriptedChatModel()
        .thenFailing(fault)
        .withFallback(other)
        .reply(HELLO)
        .test()
        .assertError(fault);
    assertThat(other.asked).isEmpty();
  }
}
