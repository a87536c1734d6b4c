package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tool calls put together from the pieces in which servers send them. */
class ToolCallAssemblyTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static ToolCall call(String id, String name, String arguments) {
    return new ToolCall(id, name, arguments);
  }

  /** How calls come, one line for each chunk, and the calls that they are. */
  static Stream<Arguments> pieces() {
    return Stream.of(
        arguments(
            "{'index':0,'id':'c1','type':'function','function':{'name':'f','arguments':''}}\n"
                + "{'index':0,'function':{'arguments':'{\\\"a\\\"'}}\n"
                + "{'index':0,'function':{'arguments':':1}'}}",
            List.of(call("c1", "f", "{\"a\":1}"))),
        arguments(
            "{'index':0,'id':'c1','function':{'name':'f','arguments':'{}'}}",
            List.of(call("c1", "f", "{}"))),
        arguments("{'index':0,'id':'c1','function':{'name':'f'}}", List.of(call("c1", "f", "{}"))),
        arguments(
            "{'index':0,'id':'c1','function':{'name':'f','arguments':'{'}}\n"
                + "{'index':1,'id':'c2','function':{'name':'g','arguments':'['}}\n"
                + "{'index':0,'function':{'arguments':'}'}}\n"
                + "{'index':1,'function':{'arguments':']'}}",
            List.of(call("c1", "f", "{}"), call("c2", "g", "[]"))),
        arguments(
            "{'index':0,'id':'c1','function':{'name':'f','arguments':'1'}},"
                + "{'index':1,'id':'c2','function':{'name':'f','arguments':'2'}}",
            List.of(call("c1", "f", "1"), call("c2", "f", "2"))),
        arguments(
            "{'index':0,'id':'c1','function':{'name':'f','arguments':'1'}}\n"
                + "{'index':0,'id':'c1','function':{'name':'f','arguments':'2'}}",
            List.of(call("c1", "f", "12"))),
        arguments(
            "{'index':0,'id':'c1','function':{'name':'f','arguments':'1'}}\n"
                + "{'index':0,'id':'','function':{'name':null,'arguments':'2'}}",
            List.of(call("c1", "f", "12"))),
        arguments(
            "{'index':0,'id':'c1','function':{'name':'f','arguments':'1'}}\n"
                + "{'index':0,'id':'c2','function':{'name':'g','arguments':'2'}}\n"
                + "{'index':0,'function':{'arguments':'3'}}",
            List.of(call("c1", "f", "1"), call("c2", "g", "23"))),
        arguments(
            "{'id':'c1','function':{'name':'f','arguments':'1'}}\n"
                + "{'function':{'arguments':'2'}}\n"
                + "{'id':'c2','function':{'name':'g','arguments':'3'}}\n"
                + "{'id':'c1','function':{'arguments':'4'}}",
            List.of(call("c1", "f", "124"), call("c2", "g", "3"))),
        arguments(
            "{'function':{'name':'f','arguments':'1'}},{'function':{'name':'f','arguments':'2'}}",
            List.of(call("call00000", "f", "1"), call("call00001", "f", "2"))),
        arguments(
            "{'index':0,'function':{'name':'f','arguments':'1'}}\n"
                + "{'index':1,'function':{'name':'g','arguments':'2'}}",
            List.of(call("call00000", "f", "1"), call("call00001", "g", "2"))),
        arguments(
            "{'index':0,'id':'c1'}\n{'index':0,'function':{'name':'f','arguments':null}}",
            List.of(call("c1", "f", "{}"))),
        arguments(
            "{'index':0,'id':'c1','function':{'name':'f','arguments':{'a':1}}}",
            List.of(call("c1", "f", "{\"a\":1}"))),
        arguments("{'index':0,'id':'c1','function':{'name':'','arguments':'1'}}", List.of()),
        arguments("{'index':0,'id':'c1'}\n{}\nnull", List.of()));
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void callsArePutTogether(String pieces, List<ToolCall> calls) {
    String chunks =
        pieces
            .lines()
            .map(line -> "{'choices':[{'index':0,'delta':{'tool_calls':[" + line + "]}}]}")
            .map(SimulatedProvider::events)
            .reduce("", String::concat);
    PROVIDER.streams(chunks + word("Hi") + finish("stop") + DONE);

    List<ChatUpdate> parts = parts(PROVIDER.compatible(), STREAMING);

    assertThat(parts).hasSize(2);
    assertThat(((ChatResponse) parts.get(1)).toolCalls()).isEqualTo(calls);
  }

  @Test
  void callsOfOtherChoicesAreNotOurs() {
    PROVIDER.streams(
        events(
                "{'choices':[{'index':1,'delta':{'tool_calls':[{'index':0,'id':'x',"
                    + "'function':{'name':'g','arguments':'2'}}]}},"
                    + "{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c1',"
                    + "'function':{'name':'f','arguments':'1'}}]}}]}")
            + DONE);

    assertThat(PROVIDER.compatible().reply(STREAMING).blockingGet().toolCalls())
        .containsExactly(call("c1", "f", "1"));
  }

  @Test
  void theSameCallIsUnderstoodWholeAndInPieces() {
    Tool clock = new Tool("clock", "Tells the time.", Map.of("type", "object"));
    RequestedFeatures forced =
        RequestedFeatures.NONE.withTools(clock).withToolChoice(ToolChoice.of("clock"));

    ChatResponse whole =
        PROVIDER
            .compatible()
            .reply(STREAMING.withStreaming(false).withFeatures(forced))
            .blockingGet();
    ChatResponse pieces = PROVIDER.compatible().reply(STREAMING.withFeatures(forced)).blockingGet();

    assertThat(whole.toolCalls()).singleElement().extracting(ToolCall::name).isEqualTo("clock");
    assertThat(pieces.toolCalls().get(0).arguments())
        .isEqualTo(whole.toolCalls().get(0).arguments());
  }
}
