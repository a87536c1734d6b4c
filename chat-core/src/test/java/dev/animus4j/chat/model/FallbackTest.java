package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.Answering.last;
import static dev.animus4j.chat.model.Answering.parts;
import static dev.animus4j.chat.model.Answering.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.resilience.Retry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FallbackTest {
  private static final ChatRequest HELLO = ChatRequest.of("hello").model("m");
  private static final Origin ORIGIN = Origin.of("test");
  private static final AnimusException DOWN =
      new AnimusException.Unavailable(ORIGIN, "down", false, (Duration) null);

  private static ChatPart failed(int attempt, AnimusException failure) {
    return new ChatPart.AttemptFailed(new Retry.Attempt(attempt, Duration.ZERO, failure));
  }

  @Test
  void theFirstThatAnswersIsEnough() {
    Answering other = new Answering();
    assertThat(parts(Answering.with(ChatReply.of("hi")).orElse(other), HELLO))
        .containsExactly(ChatReply.of("hi"));
    assertThat(other.asked).isEmpty();
  }

  static List<AnimusException> helpless() {
    return List.of(
        DOWN,
        new AnimusException.RateLimited(ORIGIN, null),
        new AnimusException.QuotaExhausted(ORIGIN, null),
        new AnimusException.Authentication(ORIGIN, "wrong key", null),
        new AnimusException.TimedOut(ORIGIN, AnimusException.Limit.TOTAL, Duration.ZERO),
        new AnimusException.Protocol(ORIGIN, "no choices", null));
  }

  @ParameterizedTest
  @MethodSource("helpless")
  void theOtherAnswersInPlaceOfOneThatCannot(AnimusException failure) {
    ChatModel model =
        new Answering()
            .thenFailing(failure)
            .orElse(Answering.with(words("hi"), ChatReply.of("hi")));

    assertThat(parts(model, HELLO))
        .containsExactly(failed(1, failure), words("hi"), ChatReply.of("hi"));
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
    Answering other = new Answering();
    ChatModel model = new Answering().thenFailing(failure).orElse(other);

    model.reply(HELLO).test().assertError(failure);
    assertThat(other.asked).isEmpty();
  }

  @Test
  void nothingIsSaidTwice() {
    Answering other = new Answering();
    ChatModel model = new Answering().thenFailing(DOWN, words("Hel")).orElse(other);

    model.stream(HELLO).test().assertValues(words("Hel")).assertError(DOWN);
    assertThat(other.asked).isEmpty();
  }

  @Test
  void attemptsOfTheFirstAreCountedAndNoneOfThemIsRepeatedByTheOther() {
    Retry once = Retry.exactly(Duration.ZERO);
    Answering first = new Answering().thenFailing(DOWN).thenFailing(DOWN);
    Answering other = Answering.with(ChatReply.of("hi"));

    List<ChatPart> parts = parts(first.retrying(once).orElse(other.named("o")), HELLO);

    assertThat(parts).containsExactly(failed(1, DOWN), failed(2, DOWN), ChatReply.of("hi"));
    assertThat(last(parts).content()).isEqualTo("hi");
    assertThat(first.asked).containsExactly(HELLO, HELLO);
    assertThat(other.asked).containsExactly(HELLO.model("o"));
  }

  @Test
  void whenNobodyCanTheLastFailureIsTold() {
    AnimusException slow = new AnimusException.RateLimited(ORIGIN, null);
    ChatModel model = new Answering().thenFailing(DOWN).orElse(new Answering().thenFailing(slow));

    model.reply(HELLO).test().assertError(slow);
  }

  @Test
  void whatIsNoFailureOfAProviderIsAFaultOfOurs() {
    IllegalStateException fault = new IllegalStateException("boom");
    Answering other = new Answering();

    new Answering().thenFailing(fault).orElse(other).reply(HELLO).test().assertError(fault);
    assertThat(other.asked).isEmpty();
  }
}
