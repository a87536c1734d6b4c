package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of an answer: the same whether it came whole, or in chunks. */
class ReplyTest {
  private static final ToolCall CLOCK = new ToolCall("c1", "clock", "{\"zone\":\"UTC\"}");
  private static final String CLOCK_JSON =
      "{'id':'c1','type':'function','function':"
          + "{'name':'clock','arguments':'{\\\"zone\\\":\\\"UTC\\\"}'}}";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  /** A message, and the reply that it is. */
  static Stream<Arguments> messages() {
    return Stream.of(
        arguments("'role':'assistant','content':'Hi'", ChatReply.of("Hi")),
        arguments("'content':' Hi \\n'", ChatReply.of(" Hi \n")),
        arguments("'content':'🦊 füchse'", ChatReply.of("🦊 füchse")),
        arguments("'content':null", ChatReply.of("")),
        arguments("'role':'assistant'", ChatReply.of("")),
        arguments("'content':'Hi','unknown':{'a':[1]}", ChatReply.of("Hi")),
        arguments(
            "'content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]",
            ChatReply.of("ab")),
        arguments("'content':'Hi','refusal':null", ChatReply.of("Hi")),
        arguments("'content':'a b','turns':['a','b']", ChatReply.of("a b").turns("a", "b")),
        arguments("'content':'a','turns':['a',null]", ChatReply.of("a").turns("a")),
        arguments("'content':'a','turns':null,'next':null", ChatReply.of("a")),
        arguments("'content':'a','turns':[],'next':false", ChatReply.of("a")),
        arguments("'content':'a','next':true", ChatReply.of("a").andMore()),
        arguments("'content':'a','image_prompt':'a fox'", ChatReply.of("a").promising("a fox")),
        arguments("'content':'a','image_prompt':null", ChatReply.of("a")),
        arguments("'content':'a','image_prompt':' '", ChatReply.of("a")),
        arguments("'content':'a','reasoning':'hm'", thinking("a", "hm")),
        arguments("'content':'a','reasoning_content':'hm'", thinking("a", "hm")),
        arguments("'content':'a','reasoning':'hm','reasoning_content':'hm'", thinking("a", "hm")),
        arguments("'content':'a','reasoning':'hm','reasoning_content':''", thinking("a", "hm")),
        arguments("'content':'a','reasoning':null,'reasoning_content':null", ChatReply.of("a")),
        arguments("'content':'<think>hm</think>a'", thinking("a", "hm")),
        arguments("'content':'\\n<think>\\nhm\\n</think>\\n\\na'", thinking("a", "hm")),
        arguments("'content':'<think></think>a'", ChatReply.of("a")),
        arguments("'content':'<think>x</think>a','reasoning':'hm'", thinking("a", "hm")),
        arguments("'content':'<think>never ends'", thinking("", "never ends")),
        arguments("'content':'hm\\n</think>\\n\\na'", thinking("a", "hm")),
        arguments("'content':'</think>a'", ChatReply.of("a")),
        arguments(
            "'content':null,'tool_calls':[" + CLOCK_JSON + "]", ChatReply.of("").calling(CLOCK)),
        arguments("'content':'a','tool_calls':[]", ChatReply.of("a")),
        arguments("'content':'a','tool_calls':null", ChatReply.of("a")),
        arguments("'content':'a','tool_calls':[null]", ChatReply.of("a")));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void allThatAMessageSaysIsInTheReply(String message, ChatReply expected) {
    ChatReply reply = of(expected, new Account("x", "M1", "stop", null));
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      PROVIDER.answers(answer("'message':{" + message + "}"));
      assertThat(parts(model, HELLO)).containsExactly(reply);

      PROVIDER.streams(events(answer("'delta':{" + message + "}")) + DONE);
      assertThat(parts(model, STREAMING)).last().isEqualTo(reply);
    }
  }

  private static String answer(String message) {
    return "{'id':'x','object':'chat.completion','created':1,'model':'M1','choices':"
        + "[{'index':0,"
        + message
        + ",'finish_reason':'stop','logprobs':null}]}";
  }

  /** Choices and what is beside them, and the words, reason, violations and count in them. */
  static Stream<Arguments> accounts() {
    String hi = "'choices':[{'index':0,'MESSAGE':{'content':'Hi'}";
    String stop = hi + ",'finish_reason':'stop'";
    String other = "{'index':1,'MESSAGE':{'content':'No','tool_calls':[" + CLOCK_JSON + "]}}";
    String gore = "'compliance_violations':['gore']";
    String counted = "'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':4}";
    return Stream.of(
        arguments(stop + "}]", "stop", List.of(), null),
        arguments(hi + ",'finish_reason':'length'}]", "length", List.of(), null),
        arguments(hi + ",'finish_reason':'eos'}]", "eos", List.of(), null),
        arguments(hi + ",'finish_reason':''}]", null, List.of(), null),
        arguments(hi + ",'finish_reason':null}]", null, List.of(), null),
        arguments(hi + "}]", null, List.of(), null),
        arguments(hi.replace("'index':0,", "") + "}]", null, List.of(), null),
        arguments(stop + "}," + other + "]", "stop", List.of(), null),
        arguments(stop.replace(":[{", ":[" + other + ",{") + "}]", "stop", List.of(), null),
        arguments(stop.replace(":[{", ":[null,{") + "}]", "stop", List.of(), null),
        arguments(stop + "}]," + gore, "stop", List.of("gore"), null),
        arguments(stop + "," + gore + "}]", "stop", List.of("gore"), null),
        arguments(stop + "}],'compliance_violations':null", "stop", List.of(), null),
        arguments(stop + "}],'compliance_violations':[]", "stop", List.of(), null),
        arguments(stop + "}]," + counted, "stop", List.of(), new Usage(1, 2, 4)),
        arguments(stop + "}],'x_groq':{" + counted + "}", "stop", List.of(), new Usage(1, 2, 4)),
        arguments(
            stop + "}],'usage':{'prompt_tokens':3,'completion_tokens':null}",
            "stop",
            List.of(),
            new Usage(3, 0, 3)),
        arguments(stop + "}],'usage':null", "stop", List.of(), null),
        arguments(stop + "}],'usage':{}", "stop", List.of(), null),
        arguments(
            stop + "}],'obfuscation':'k3','system_fingerprint':'f'", "stop", List.of(), null));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void theAccountOfAnAnswerIsReadAndOnlyItsFirstChoice(
      String json, String reason, List<String> violations, Usage usage) {
    Account completion = new Account(null, null, reason, usage);
    ChatReply hi = ChatReply.of("Hi");
    ChatReply expected =
        new ChatReply(
            hi.content(), null, List.of(), false, null, List.of(), violations, completion);
    for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
      PROVIDER.answers("{" + json.replace("MESSAGE", "message") + "}");
      assertThat(parts(model, HELLO)).containsExactly(expected);

      PROVIDER.streams(events("{" + json.replace("MESSAGE", "delta") + "}") + DONE);
      assertThat(parts(model, STREAMING)).last().isEqualTo(expected);
    }
  }

  private static ChatReply thinking(String content, String reasoning) {
    return new ChatReply(
        content, reasoning, List.of(), false, null, List.of(), List.of(), Account.NONE);
  }

  private static ChatReply of(ChatReply reply, Account completion) {
    return new ChatReply(
        reply.content(),
        reply.reasoning(),
        reply.turns(),
        reply.next(),
        reply.imagePrompt(),
        reply.toolCalls(),
        reply.complianceViolations(),
        completion);
  }
}
