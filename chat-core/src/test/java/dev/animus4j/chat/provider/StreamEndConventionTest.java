package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.told;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer is a success exactly when all of it came. */
class StreamEndConventionTest {
  private static final String JSON =
      "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  /** Who asks again may get an answer. */
  private static AnimusException cutFailure(ChatModel model) {
    AnimusException failure = failure(model, STREAMING);
    assertThat(failure)
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("(HTTP");
    assertThat(failure.isTransient()).isTrue();
    assertThat(failure.mayHaveRun()).isTrue();
    return failure;
  }

  static Stream<Arguments> goodEnds() {
    return Stream.of(
        arguments(word("Hi") + finish("stop") + DONE),
        arguments(word("Hi") + DONE),
        arguments(word("Hi") + finish("stop")),
        arguments(word("Hi") + finish("stop") + events("{'choices':[],'usage':null}")));
  }

  @ParameterizedTest
  @MethodSource("goodEnds")
  void theEndMarkOrAReasonToFinishIsAnEnd(String stream) {
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      PROVIDER.streams(stream);
      assertThat(model.reply(STREAMING).blockingGet().content()).isEqualTo("Hi");
    }
  }

  @Test
  @DisplayName("a text stream of Animus that just ends is done; elsewhere it was cut short")
  void onlyAnimusMayJustEnd() {
    String stream = word("Hi") + word(" there");

    PROVIDER.streams(stream);
    assertThat(PROVIDER.animus().reply(STREAMING).blockingGet().content()).isEqualTo("Hi there");

    PROVIDER.streams(stream);
    assertThat(cutFailure(PROVIDER.compatible())).hasMessageContaining("cut short");
  }

  @Test
  void textBeforeAFailureIsDelivered() {
    PROVIDER.streams(word("Hi") + word(" there"));

    TestSubscriber<ChatUpdate> seen = told(PROVIDER.compatible(), STREAMING).test();

    seen.awaitDone(30, TimeUnit.SECONDS)
        .assertValues(new TextDelta("Hi there"))
        .assertError(AnimusException.Unavailable.class);
  }

  @Test
  void textReceivedTogetherWithAFailureIsDelivered() {
    PROVIDER.streams(word("Hi") + word(" there") + "data: {not json\n\n" + word("!"));

    TestSubscriber<ChatUpdate> seen = told(PROVIDER.compatible(), STREAMING).test();

    seen.awaitDone(30, TimeUnit.SECONDS)
        .assertValues(new TextDelta("Hi there"))
        .assertError(AnimusException.Protocol.class);
  }

  @ParameterizedTest
  @CsvSource({"1 <, 1 <", "1 <thi, 1 <thi", "1 <think>because, 1 <think>because", "<thi, <thi"})
  void bufferedTextBeforeAFailureIsDelivered(String answer, String told) {
    String failed = events("{'error':{'message':'busy','code':503}}");
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      for (String end : List.of(failed, "data: {not json\n\n")) {
        PROVIDER.streams(word(answer) + end);

        TestSubscriber<ChatUpdate> seen = told(model, STREAMING).test();

        seen.awaitDone(30, TimeUnit.SECONDS).assertError(AnimusException.class);
        String words =
            seen.values().stream()
                .map(update -> ((TextDelta) update).text())
                .reduce("", String::concat);
        assertThat(words.strip()).isEqualTo(told);
      }
    }
  }

  @Test
  void aCutConnectionIsASuccessFromTheReasonToFinishOn() {
    String stream = word("Hi") + finish("stop") + DONE;
    int finished = (word("Hi") + finish("stop").strip()).length();
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      for (int at = 0; at < stream.length(); at++) {
        PROVIDER.simulator().script(ScriptedResponse.status(200).chunks(stream).cutAfter(at));
        if (at < finished) {
          cutFailure(model);
        } else {
          assertThat(model.reply(STREAMING).blockingGet().content()).isEqualTo("Hi");
        }
      }
    }
  }

  @Test
  @DisplayName("the end of a body ends its last event, whose words count; half an event does not")
  void theEndOfTheBodyEndsTheLastEvent() {
    String last =
        "data: {\"choices\":[{\"delta\":{\"content\":\" you\"},\"finish_reason\":\"stop\"}]}";
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      for (String end : List.of("", "\n", "\r\n", "\r")) {
        PROVIDER.streams(word("Hi") + last + end);
        assertThat(model.reply(STREAMING).blockingGet().content()).isEqualTo("Hi you");
        PROVIDER.streams(word("Hi") + "data: [DONE]" + end);
        assertThat(model.reply(STREAMING).blockingGet().content()).isEqualTo("Hi");
      }
      PROVIDER.streams(word("Hi") + last.substring(0, last.length() - 1));
      cutFailure(model);
    }
  }

  @Test
  void whatFollowsTheReasonToFinishOrTheEndMarkDoesNoHarm() {
    for (String junk :
        List.of("data: oops\n\n", "data: {\"choices\":[{", "data: {}\n\n", "<html>")) {
      PROVIDER.streams(word("Hi") + finish("stop") + junk);
      assertThat(PROVIDER.compatible().reply(STREAMING).blockingGet().content()).isEqualTo("Hi");
      PROVIDER.streams(word("Hi") + DONE + junk);
      assertThat(PROVIDER.compatible().reply(STREAMING).blockingGet().content()).isEqualTo("Hi");
    }
  }

  @Test
  void aCutAfterTheEndMarkDoesNoHarm() {
    String stream = word("Hi") + finish("stop") + DONE;
    PROVIDER
        .simulator()
        .script(ScriptedResponse.status(200).chunks(stream).cutAfter(stream.length()));

    assertThat(PROVIDER.compatible().reply(STREAMING).blockingGet().content()).isEqualTo("Hi");
  }

  @Test
  void aCutWholeAnswerIsNeverASuccess() {
    for (int at = 0; at < JSON.length(); at++) {
      PROVIDER.simulator().script(ScriptedResponse.status(200).body(JSON).cutAfter(at));
      cutFailure(PROVIDER.compatible());
    }
  }

  @Test
  void aStreamMayBeAnsweredWholeAndTheOtherWayRound() {
    PROVIDER.answers(JSON);
    assertThat(parts(PROVIDER.compatible(), STREAMING))
        .singleElement()
        .extracting(reply -> ((ChatResponse) reply).content())
        .isEqualTo("Hi");

    PROVIDER.streams(word("Hi") + DONE);
    assertThat(parts(PROVIDER.compatible(), HELLO))
        .hasSize(2)
        .first()
        .isEqualTo(new TextDelta("Hi"));
  }

  @Test
  void aPageThatSaysWhatIsWrongIsQuoted() {
    PROVIDER.answers("{'detail':'The model is\\n being loaded'}");

    assertThat(failure(PROVIDER.animus(), HELLO))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("no choices (HTTP 200): \"The model is being loaded\"");
  }
}
