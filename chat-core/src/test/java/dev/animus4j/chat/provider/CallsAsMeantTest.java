package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls in the odd forms that gateways and local servers give them. */
class CallsAsMeantTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private final List<ToolCall> called = new ArrayList<>();
  private final Tool lookUp =
      Tool.of("look_up", "", "{\"type\":\"object\",\"properties\":{\"s\":{}}}")
          .withFunction(
              call -> {
                called.add(call);
                return Single.just("found");
              });

  private ChatRequest request;

  @BeforeEach
  void offer() {
    request = HELLO.withFeatures(RequestedFeatures.NONE.withTools(lookUp));
  }

  /** The deltas of a stream, one to a line; each is one call. */
  static Stream<Arguments> streams() {
    return Stream.of(
        arguments(
            "'index':0,'id':'c','function':{'name':'look'}\n'index':0,'function':{'name':'_up'}\n'index':0,'function':{'arguments':'ARGS'}"),
        arguments(
            "'index':0,'id':'c','function':{'name':'look_up','arguments':'{}'}\n'index':0,'function':{'arguments':'ARGS'}"),
        arguments(
            "'index':0,'id':'c','function':{'name':'look_up','arguments':''}\n'index':0,'id':'c','function':{'name':'look_up','arguments':'ARGS'}"),
        arguments(
            "'index':0,'function':{'name':'look'}\n'index':0,'function':{'name':'look_up','arguments':'ARGS'}"),
        arguments(
            "'index':'1','id':'c','function':{'name':'functions.look_up:0'}\n'index':'1','function':{'arguments':'ARGS'}"),
        arguments(
            "'index':0,'id':'c','function':{'name':'look_up','arguments':'{'}\n'index':0,'id':'d','function':{'name':'look_up','arguments':'REST'}"),
        arguments(
            "'index':0,'id':'c','function':{'name':'look_up','arguments':'{'}\n'index':1,'id':'c','function':{'arguments':'REST'}"),
        arguments(
            "'id':'c','function':{'name':'look_up','arguments':'{'}\n'function':{'name':'look_up','arguments':'REST'}"),
        arguments(
            "'index':0,'id':'c','function':{'name':'look_up','arguments':'ARGS'}\n'index':0,'id':'c','function':{'name':'look_up','arguments':'ARGS'}"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamedCallIsRunOnce(String deltas) {
    String pieces =
        deltas.replace("ARGS", "{\\\"s\\\":\\\"ABC\\\"}").replace("REST", "\\\"s\\\":\\\"ABC\\\"}");
    String chunks =
        pieces
            .lines()
            .map(
                delta ->
                    events("{'choices':[{'index':0,'delta':{'tool_calls':[{" + delta + "}]}}]}"))
            .reduce("", String::concat);
    PROVIDER.streams(chunks + finish("tool_calls") + DONE);
    runsOnce(request.withStreaming(true));
  }

  /** Messages, each with one call. */
  static Stream<String> messages() {
    String args = "{\\\"s\\\":\\\"ABC\\\"}";
    return Stream.of(
        "'tool_calls':[{'id':'c','function':{'name':'look_up','arguments':'{}" + args + "'}}]",
        "'tool_calls':[{'id':'c','function':{'name':'look_up','arguments':{'s':'ABC'}}}]",
        "'tool_calls':[{'id':'c','name':'look_up','arguments':'" + args + "'}]",
        "'tool_calls':[{'function':{'name':'default_api:look_up','arguments':'```json\\n"
            + args
            + "\\n```'}}]",
        "'tool_calls':[],'function_call':{'name':'look_up','arguments':'" + args + "'}",
        "'function_call':{'name':'look_up','arguments':'"
            + args
            + "'},'tool_calls':[{'id':'c','function':{'name':'look_up','arguments':'"
            + args
            + "'}}]");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aWholeCallIsRunOnce(String message) {
    String choice =
        "{'choices':[{'index':0,'SAID':{" + message + "},'finish_reason':'tool_calls'}]}";
    PROVIDER.answers(choice.replace("SAID", "message"));
    runsOnce(request);
    called.clear();
    PROVIDER.streams(events(choice.replace("SAID", "delta")) + DONE);
    runsOnce(request.withStreaming(true));
  }

  @Test
  void aCallThatIsRepeatedInAWholeMessageIsRunOnce() {
    String call =
        "{'index':0,'id':'c','function':{'name':'look_up','arguments':'{\\\"s\\\":\\\"ABC\\\"}'}}";
    PROVIDER.streams(
        word("Hm")
            + events("{'choices':[{'index':0,'delta':{'tool_calls':[" + call + "]}}]}")
            + events(
                "{'choices':[{'index':0,'delta':{},'message':{'content':'Hm','tool_calls':["
                    + call
                    + "]},'finish_reason':'tool_calls'}]}")
            + DONE);
    assertThat(runsOnce(request.withStreaming(true)).content()).isEqualTo("Hm\n\nok");
  }

  private ChatResponse runsOnce(ChatRequest asked) {
    answerOk(asked);
    List<ChatUpdate> parts = parts(PROVIDER.compatible().withToolCalls(Schedulers.single()), asked);
    assertThat(called).hasSize(1);
    assertThat(called.get(0).name()).isEqualTo("look_up");
    assertThat(called.get(0).arguments()).isEqualTo("{\"s\":\"ABC\"}");
    assertThat(PROVIDER.asked().at("/messages/1/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"s\":\"ABC\"}");
    return (ChatResponse) parts.get(parts.size() - 1);
  }

  private static void answerOk(ChatRequest asked) {
    if (asked.canStream()) {
      PROVIDER.streams(word("ok") + finish("stop") + DONE);
    } else {
      PROVIDER.answers(
          "{'choices':[{'index':0,'message':{'content':'ok'},'finish_reason':'stop'}]}");
    }
  }

  @Test
  void aCallThatWasCutOffIsNotRun() {
    ChatModel model = PROVIDER.compatible().withToolCalls(Schedulers.single());
    for (String arguments : List.of("", "{}", "{\\\"s\\\":\\\"A")) {
      PROVIDER.answers(
          "{'choices':[{'index':0,'message':{'tool_calls':[{'id':'c','function':"
              + "{'name':'look_up','arguments':'"
              + arguments
              + "'}}]},'finish_reason':'length'}]}");
      answerOk(request);
      parts(model, request);
      assertThat(called).isEmpty();
      assertThat(PROVIDER.asked().at("/messages/2/content").asText()).contains("cut off");
    }
  }

  @Test
  void anUnknownToolIsToldWithTheNamesOfAll() {
    PROVIDER.answers(
        "{'choices':[{'index':0,'message':{'tool_calls':[{'id':'c','function':"
            + "{'name':'lookup','arguments':'{}'}}]},'finish_reason':'tool_calls'}]}");
    answerOk(request);
    parts(PROVIDER.compatible().withToolCalls(Schedulers.single()), request);
    assertThat(PROVIDER.asked().at("/messages/2/content").asText())
        .contains("no tool \"lookup\"", "look_up");
  }
}
