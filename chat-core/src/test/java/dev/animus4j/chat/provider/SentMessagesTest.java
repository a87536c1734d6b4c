package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.json;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a conversation is sent; the numbers are the rows of the table of contradictions. */
class SentMessagesTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  @Test
  @DisplayName("messages have role, content, name, tool_calls and tool_call_id, nothing else")
  void messagesHaveNoOtherFields() {
    ToolCall call = new ToolCall("c1", "clock", "{\"zone\":\"UTC\"}");
    Message named = new Message(Role.USER, "hi", "ann-1", List.of(), null, List.of());
    List<Message> all =
        List.of(
            Message.system("Be nice."),
            named,
            Message.assistant("I look.").withToolCalls(List.of(call)),
            Message.tool("c1", "12:00"),
            Message.assistant("Noon."),
            Message.user(""));

    parts(PROVIDER.animus(), HELLO.withMessages(all));

    String calls =
        "'tool_calls':[{'id':'c1','type':'function','function':"
            + "{'name':'clock','arguments':'{\\\"zone\\\":\\\"UTC\\\"}'}}]";
    assertThat(PROVIDER.asked().get("messages"))
        .isEqualTo(
            json("{'m':[{'role':'system','content':'Be nice.'},"
                    + "{'role':'user','content':'hi','name':'ann-1'},"
                    + "{'role':'assistant','content':'I look.',"
                    + calls
                    + "},{'role':'tool','content':'12:00','tool_call_id':'c1'},"
                    + "{'role':'assistant','content':'Noon.'}]}")
                .get("m"));
  }

  @Test
  @DisplayName("the id of the call that a tool answers is kept, and calls alone have no content")
  void aToolsAnswerKeepsItsCallId() {
    Message calling =
        Message.assistant("").withToolCalls(List.of(new ToolCall("c7", "clock", "{}")));

    parts(PROVIDER.animus(), HELLO.withMessages(List.of(calling, Message.tool("c7", ""))));

    JsonNode messages = PROVIDER.asked().get("messages");
    assertThat(messages.get(0).get("role").textValue()).isEqualTo("user");
    assertThat(messages.get(1).get("content").isNull()).isTrue();
    assertThat(messages.get(1).at("/tool_calls/0/id").textValue()).isEqualTo("c7");
    assertThat(messages.get(2)).isEqualTo(json("{'role':'tool','content':'','tool_call_id':'c7'}"));
  }
}
