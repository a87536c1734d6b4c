package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
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
import java.nio.charset.StandardCharsets;
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

  private static AnimusException protocolFailure(ChatModel model) {
    AnimusException failure = failure(model, STREAMING);
    assertThat(failure).isInstanceOf(AnimusException.Protocol.class).hasMessageContaining("(HTTP");
    assertThat(failure.isTransient()).isFalse();
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
    assertThat(protocolFailure(PROVIDER.compatible())).hasMessageContaining("cut short");
  }

  @Test
  void textBeforeAFailureIsDelivered() {
    PROVIDER.streams(word("Hi") + word(" there"));

    TestSubscriber<ChatUpdate> seen = PROVIDER.compatible().stream(STREAMING).test();

    seen.awaitDone(30, TimeUnit.SECONDS)
        .assertValues(new TextDelta("Hi there"))
        .assertError(AnimusException.Protocol.class);
  }

  @Test
  void textReceivedTogetherWithAFailureIsDelivered() {
    PROVIDER.streams(word("Hi") + word(" there") + "data: {not json\n\n" + word("!"));

    TestSubscriber<ChatUpdate> seen = PROVIDER.compatible().stream(STREAMING).test();

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

        TestSubscriber<ChatUpdate> seen = model.stream(STREAMING).test();

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
  void aCutConnectionIsNeverASuccess() {
    String stream = word("Hi") + finish("stop") + DONE;
    int length = stream.getBytes(StandardCharsets.UTF_8).length;
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      for (int at = 0; at < length - 1; at++) {
        PROVIDER.simulator().script(ScriptedResponse.status(200).chunks(stream).cutAfter(at));
        protocolFailure(model);
      }
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
      protocolFailure(PROVIDER.compatible());
    }
  }

  /** Answers with status 200 that are none: the media type, and the body. */
  static Stream<Arguments> noAnswers() {
    return Stream.of(
        arguments("text/event-stream", ""),
        arguments("text/event-stream", DONE),
        arguments("text/event-stream", ": keep-alive\n\n" + DONE),
        arguments("text/event-stream", events("{'choices':[],'usage':{'total_tokens':1}}") + DONE),
        arguments("text/event-stream", word("Hi") + "data: {\"choices\":[{\n\n" + DONE),
        arguments("text/event-stream", word("Hi") + "data: oops\n\n" + finish("stop") + DONE),
        arguments("text/event-stream", word("Hi") + events("[]") + finish("stop") + DONE),
        arguments("text/event-stream", word("Hi") + events("'text'") + finish("stop") + DONE),
        arguments("text/event-stream", word("Hi") + events("null") + finish("stop") + DONE),
        arguments("text/event-stream", "<html><body>Bad gateway</body></html>"),
        arguments("text/event-stream", JSON),
        arguments("application/json", ""),
        arguments("application/json", JSON.substring(0, 40)),
        arguments("application/json", JSON + JSON),
        arguments("application/json", "{}"),
        arguments("application/json", "[]"),
        arguments("application/json", "null"),
        arguments("application/json", "7"),
        arguments("application/json", "{\"choices\":[]}"),
        arguments("application/json", "{\"choices\":[{\"index\":1,\"message\":{}}]}"),
        arguments("text/html", "<html><title>Welcome</title></html>"),
        arguments("text/html; charset=utf-8", JSON),
        arguments("application/octet-stream", JSON));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void bodiesThatAreNoReplyAreProtocolFailures(String type, String body) {
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      PROVIDER.simulator().script(ScriptedResponse.status(200).contentType(type).body(body));
      protocolFailure(model);
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
