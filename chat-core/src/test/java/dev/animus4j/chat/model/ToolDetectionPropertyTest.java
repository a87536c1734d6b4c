package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.Answering.DRAW;
import static dev.animus4j.chat.model.Answering.picture;
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
class ToolDetectionPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Tool CLOCK = new Tool("clock", "", Map.of());

  @Property(tries = 1000)
  void callsAreBoundedNoneOfOursIsLeftAndTheSecondRequestIsValid(
      @ForAll("replies") ChatReply first, @ForAll("replies") ChatReply second) {
    Answering model = Answering.with(first).then(second);
    ChatRequest request = DRAW.features(DRAW.features().tools(CLOCK));

    ChatReply reply = model.detecting(Detection.TOOL).reply(request).blockingGet();

    assertThat(model.asked).hasSizeBetween(1, 2);
    assertThat(reply.toolCalls()).extracting(ToolCall::name).doesNotContain("generate_image");
    model.asked.forEach(ToolDetectionPropertyTest::everyCallIsAnswered);
    if (!first.content().isBlank()) {
      assertThat(reply.content()).isEqualTo(first.content());
    }
  }

  @Property(tries = 1000)
  void anyPromptSurvivesItsJson(@ForAll String prompt) throws Exception {
    String arguments = JSON.writeValueAsString(Map.of("prompt", prompt));
    for (String written : List.of(arguments, JSON.writeValueAsString(arguments))) {
      ChatReply reply =
          Answering.with(ChatReply.of("ok").calling(picture("c", written)))
              .detecting(Detection.TOOL)
              .reply(DRAW)
              .blockingGet();

      String expected = JSON.readTree(arguments).path("prompt").textValue().strip();
      assertThat(reply.imagePrompt()).isEqualTo(expected.isEmpty() ? null : expected);
    }
  }

  @Property(tries = 1000)
  void textThatIsNoJsonIsNoFailure(@ForAll String arguments) {
    ChatReply reply =
        Answering.with(ChatReply.of("ok").calling(picture("c", arguments)))
            .detecting(Detection.TOOL)
            .reply(DRAW)
            .blockingGet();

    assertThat(reply).isEqualTo(ChatReply.of("ok"));
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
  Arbitrary<ChatReply> replies() {
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
            .map(ToolDetectionPropertyTest::numbered);
    return Combinators.combine(texts, calls)
        .as((text, called) -> ChatReply.of(text).calling(called));
  }

  private static List<ToolCall> numbered(List<ToolCall> calls) {
    return IntStream.range(0, calls.size())
        .mapToObj(i -> new ToolCall("c" + i, calls.get(i).name(), calls.get(i).arguments()))
        .toList();
  }
}
