package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of an answer: the same whether it came whole, or in chunks. */
class ParsedReplyTest {
  private static final ToolCall CLOCK = new ToolCall("c1", "clock", "{\"zone\":\"UTC\"}");
  private static final String CLOCK_JSON =
      "{'id':'c1','type':'function','function':"
          + "{'name':'clock','arguments':'{\\\"zone\\\":\\\"UTC\\\"}'}}";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  /** A message, and the reply that it is. */
  static Stream<Arguments> messages() {
    return Stream.of(
        arguments("'role':'assistant','content':'Hi'", ChatResponse.of("Hi")),
        arguments("'content':' Hi \\n'", ChatResponse.of(" Hi \n")),
        arguments("'content':'🦊 füchse'", ChatResponse.of("🦊 füchse")),
        arguments("'content':'Hi','unknown':{'a':[1]}", ChatResponse.of("Hi")),
        arguments(
            "'content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]",
            ChatResponse.of("ab")),
        arguments("'content':'Hi','refusal':null", ChatResponse.of("Hi")),
        arguments("'content':'a b','turns':['a','b']", ChatResponse.of("a b").withTurns("a", "b")),
        arguments("'content':'a','turns':['a',null]", ChatResponse.of("a").withTurns("a")),
        arguments("'content':'a','turns':null,'next':null", ChatResponse.of("a")),
        arguments("'content':'a','turns':[],'next':false", ChatResponse.of("a")),
        arguments("'content':'a','next':true", ChatResponse.of("a").withNext()),
        arguments(
            "'content':'a','image_prompt':'a fox'", ChatResponse.of("a").withImagePrompt("a fox")),
        arguments("'content':'a','image_prompt':null", ChatResponse.of("a")),
        arguments("'content':'a','image_prompt':' '", ChatResponse.of("a")),
        arguments("'content':'a','reasoning':'hm'", thinking("a", "hm")),
        arguments("'content':'a','reasoning_content':'hm'", thinking("a", "hm")),
        arguments("'content':'a','reasoning':'hm','reasoning_content':'hm'", thinking("a", "hm")),
        arguments("'content':'a','reasoning':'hm','reasoning_content':''", thinking("a", "hm")),
        arguments("'content':'a','reasoning':null,'reasoning_content':null", ChatResponse.of("a")),
        arguments("'content':'<think>hm</think>a'", thinking("a", "hm")),
        arguments("'content':'\\n<think>\\nhm\\n</think>\\n\\na'", thinking("a", "hm")),
        arguments("'content':'<think></think>a'", ChatResponse.of("a")),
        arguments("'content':'<think>x</think>a','reasoning':'hm'", thinking("a", "hm")),
        arguments("'content':'hm\\n</think>\\n\\na'", ChatResponse.of("hm\n</think>\n\na")),
        arguments("'content':'</think>a'", ChatResponse.of("</think>a")),
        arguments("'content':'a <think>b</think>'", ChatResponse.of("a <think>b</think>")),
        arguments("'content':'<thought>hm</thought>a'", thinking("a", "hm")),
        arguments(
            "'content':null,'tool_calls':[" + CLOCK_JSON + "]",
            ChatResponse.of("").withToolCalls(CLOCK)),
        arguments("'content':'a','tool_calls':[]", ChatResponse.of("a")),
        arguments("'content':'a','tool_calls':null", ChatResponse.of("a")),
        arguments("'content':'a','tool_calls':[null]", ChatResponse.of("a")));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void allThatAMessageSaysIsInTheReply(String message, ChatResponse expected) {
    ChatResponse response =
        of(expected, new ChatResponseMetadata("x", "Animus", "M1", "stop", null));
    for (ChatModel model :
        List.of(PROVIDER.animus(), PROVIDER.compatible().withProvider("Animus"))) {
      PROVIDER.answers(answer("'message':{" + message + "}"));
      assertThat(parts(model, HELLO)).map(ParsedReplyTest::firstChoice).containsExactly(response);

      PROVIDER.streams(events(answer("'delta':{" + message + "}")) + DONE);
      assertThat(parts(model, STREAMING))
          .last()
          .extracting(ParsedReplyTest::firstChoice)
          .isEqualTo(response);
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
    ChatResponseMetadata completion = new ChatResponseMetadata(null, "Animus", null, reason, usage);
    ChatResponse hi = ChatResponse.of("Hi");
    ChatResponse expected =
        new ChatResponse(
            hi.content(), null, List.of(), false, null, List.of(), violations, completion);
    for (ChatModel model :
        List.of(PROVIDER.animus(), PROVIDER.compatible().withProvider("Animus"))) {
      PROVIDER.answers("{" + json.replace("MESSAGE", "message") + "}");
      assertThat(parts(model, HELLO)).map(ParsedReplyTest::firstChoice).containsExactly(expected);

      PROVIDER.streams(events("{" + json.replace("MESSAGE", "delta") + "}") + DONE);
      assertThat(parts(model, STREAMING))
          .last()
          .extracting(ParsedReplyTest::firstChoice)
          .isEqualTo(expected);
    }
  }

  /** The response without its alternatives and its extra fields. */
  private static ChatUpdate firstChoice(ChatUpdate update) {
    ChatResponse response = (ChatResponse) update;
    ChatResponseMetadata all = response.metadata();
    return of(
        response,
        new ChatResponseMetadata(
            all.id(), all.provider(), all.model(), all.finishReason(), all.usage()));
  }

  private static ChatResponse thinking(String content, String reasoning) {
    return new ChatResponse(
        content,
        reasoning,
        List.of(),
        false,
        null,
        List.of(),
        List.of(),
        ChatResponseMetadata.NONE);
  }

  private static ChatResponse of(ChatResponse response, ChatResponseMetadata completion) {
    return new ChatResponse(
        response.content(),
        response.reasoning(),
        response.turns(),
        response.next(),
        response.imagePrompt(),
        response.toolCalls(),
        response.complianceViolations(),
        completion);
  }
}
