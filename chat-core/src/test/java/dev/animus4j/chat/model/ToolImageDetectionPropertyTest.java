package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.ScriptedChatModel.DRAW;
import static dev.animus4j.chat.model.ScriptedChatModel.picture;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a model calls, and however often. */
class ToolImageDetectionPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Tool CLOCK = new Tool("clock", "", Map.of());

  @Property(tries = 1000)
  void callsAreBoundedNoneOfOursIsLeftAndTheSecondRequestIsValid(
      @ForAll("replies") ChatResponse first, @ForAll("replies") ChatResponse second) {
    ScriptedChatModel model = ScriptedChatModel.with(first).then(second);
    ChatRequest request = DRAW.withFeatures(DRAW.features().withTools(CLOCK));

    ChatResponse response =
        model.withImageDetection(ImagePromptDetection.TOOL).reply(request).blockingGet();

    assertThat(model.asked).hasSizeBetween(1, 2);
    assertThat(response.toolCalls()).extracting(ToolCall::name).doesNotContain("generate_image");
    model.asked.forEach(ToolImageDetectionPropertyTest::everyCallIsAnswered);
    if (!first.content().isBlank()) {
      assertThat(response.content()).isEqualTo(first.content());
    }
  }

  @Property(tries = 1000)
  void anyPromptSurvivesItsJson(@ForAll String prompt) throws Exception {
    String arguments = JSON.writeValueAsString(Map.of("prompt", prompt));
    for (String written : List.of(arguments, JSON.writeValueAsString(arguments))) {
      ChatResponse response =
          ScriptedChatModel.with(ChatResponse.of("ok").withToolCalls(picture("c", written)))
              .withImageDetection(ImagePromptDetection.TOOL)
              .reply(DRAW)
              .blockingGet();

      String expected = JSON.readTree(arguments).path("prompt").textValue().strip();
      assertThat(response.imagePrompt()).isEqualTo(expected.isEmpty() ? null : expected);
    }
  }

  @Property(tries = 1000)
  void textThatIsNoJsonIsNoFailure(@ForAll String arguments) {
    ChatResponse response =
        ScriptedChatModel.with(ChatResponse.of("ok").withToolCalls(picture("c", arguments)))
            .withImageDetection(ImagePromptDetection.TOOL)
            .reply(DRAW)
            .blockingGet();

    assertThat(response).isEqualTo(ChatResponse.of("ok"));
  }

  private static void everyCallIsAnswered(ChatRequest request) {
    List<Message> messages = request.messages();
    Set<String> called =
        messages.stream()
            .flatMap(message -> message.toolCalls().stream())
            .map(ToolCall::id)
            .collect(Collectors.toSet());
    assertThat(messages)
        .filteredOn(message -> message.role() == Role.TOOL)
        .extracting(Message::toolCallId)
        .containsExactlyInAnyOrderElementsOf(called);
  }

  @Provide
  Arbitrary<ChatResponse> replies() {
    Arbitrary<String> texts = Arbitraries.of("", " \n", "Here you are.");
    Arbitrary<String> arguments =
        Arbitraries.of(
            "",
            "{}",
            "null",
            "[]",
            "\"{\\\"prompt\\\":\\\"a cat\\\"}\"",
            "{\"prompt\":\"a cat\"}",
            "{\"prompt\":\"a cat\"",
            "{\"prompt\":\"a cat\"}}}",
            "{\"prompt\":\" \"}",
            "{\"prompt\":7}",
            "{\"prompt\":{\"text\":\"a cat\"}}",
            "{\"prompt\":null}",
            "{\"description\":\"a cat\"}",
            "[".repeat(5000));
    Arbitrary<String> names = Arbitraries.of("generate_image", "clock");
    Arbitrary<List<ToolCall>> calls =
        Combinators.combine(names, arguments)
            .as((name, json) -> new ToolCall("", name, json))
            .list()
            .ofMaxSize(4)
            .map(ToolImageDetectionPropertyTest::numbered);
    return Combinators.combine(texts, calls)
        .as((text, called) -> ChatResponse.of(text).withToolCalls(called));
  }

  private static List<ToolCall> numbered(List<ToolCall> calls) {
    return IntStream.range(0, calls.size())
        .mapToObj(i -> new ToolCall("c" + i, calls.get(i).name(), calls.get(i).arguments()))
        .toList();
  }
}
