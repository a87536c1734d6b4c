package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.simulator.ScriptedResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer of nothing is none: it may be asked for again, unless it is no answer at all. */
class EmptyAnswerTest {
  private static final String JSON =
      "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  /** Answers with status 200 that are empty, or end too early: the media type, and the body. */
  static Stream<Arguments> emptyAnswers() {
    return Stream.of(
        arguments("text/event-stream", ""),
        arguments("text/event-stream", DONE),
        arguments("text/event-stream", ": keep-alive\n\n" + DONE),
        arguments("text/event-stream", events("{'choices':[],'usage':{'total_tokens':1}}") + DONE),
        arguments("text/event-stream", finish("stop") + DONE),
        arguments("text/event-stream", word(" ") + finish("stop")),
        arguments("text/event-stream", JSON.substring(0, 40)),
        arguments("application/json", ""),
        arguments("application/json", JSON.substring(0, 40)),
        arguments("application/json", JSON.replace("Hi", "")),
        arguments("application/json", JSON.replace("\"Hi\"", "null")),
        arguments(
            "application/json", "{\"choices\":[{\"message\":{},\"finish_reason\":\"stop\"}]}"),
        arguments("application/json", JSON.replace("\"content\":\"Hi\"", "\"reasoning\":\"hm\"")),
        arguments("application/json", JSON.replace("Hi", "<think>never ends")),
        arguments("application/json", "{\"choices\":[]}"));
  }

  @ParameterizedTest
  @MethodSource("emptyAnswers")
  void emptyAnswersMayBeAskedForAgain(String type, String body) {
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      for (ChatRequest request : List.of(STREAMING, HELLO.withStreaming(false))) {
        PROVIDER.simulator().script(ScriptedResponse.status(200).contentType(type).body(body));
        AnimusException failure = failure(model, request);
        assertThat(failure).isInstanceOf(AnimusException.Unavailable.class);
        assertThat(failure.mayHaveRun()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'content':''", "'reasoning_content':'hm'", "'content':'<think>hm'"})
  void anAnswerOfNothingButThoughtsRanOutOfRoom(String message) {
    PROVIDER.answers("{'choices':[{'message':{" + message + "},'finish_reason':'length'}]}");
    assertThat(failure(PROVIDER.compatible(), HELLO))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("the token limit left no room");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'turns':['a']", "'next':true", "'image_prompt':'a fox'"})
  void anAnswerWithoutWordsMayPromiseSomething(String message) {
    PROVIDER.answers("{'choices':[{'message':{'content':''," + message + "}}]}");
    assertThat(PROVIDER.animus().reply(HELLO).blockingGet().content()).isEmpty();
  }

  /** Answers with status 200 that are none: the media type, and the body. */
  static Stream<Arguments> noAnswers() {
    return Stream.of(
        arguments("text/event-stream", word("Hi") + "data: {\"choices\":[{\n\n" + DONE),
        arguments("text/event-stream", word("Hi") + "data: oops\n\n" + finish("stop") + DONE),
        arguments("text/event-stream", word("Hi") + events("[]") + finish("stop") + DONE),
        arguments("text/event-stream", word("Hi") + events("'text'") + finish("stop") + DONE),
        arguments("text/event-stream", word("Hi") + events("null") + finish("stop") + DONE),
        arguments("text/event-stream", "<html><body>Bad gateway</body></html>"),
        arguments("application/json", "{}"),
        arguments("application/json", "[]"),
        arguments("application/json", "null"),
        arguments("application/json", "7"),
        arguments("application/json", "{\"choices\":[{\"index\":1,\"message\":{}}]}"),
        arguments("application/json", "<html><title>Welcome</title></html>"),
        arguments("text/plain", "Service Unavailable"),
        arguments("text/html", "<html><title>Welcome</title></html>"));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void bodiesThatAreNoReplyAreProtocolFailures(String type, String body) {
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      PROVIDER.simulator().script(ScriptedResponse.status(200).contentType(type).body(body));
      protocolFailure(model);
    }
  }

  private static AnimusException protocolFailure(ChatModel model) {
    AnimusException failure = failure(model, STREAMING);
    assertThat(failure).isInstanceOf(AnimusException.Protocol.class).hasMessageContaining("(HTTP");
    assertThat(failure.isTransient()).isFalse();
    return failure;
  }
}
