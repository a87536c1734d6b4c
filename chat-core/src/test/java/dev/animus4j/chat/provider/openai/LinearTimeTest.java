package dev.animus4j.chat.provider.openai;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.model.ProviderState;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No answer keeps us busy longer than its length explains. */
@Tag("long")
class LinearTimeTest {
  private static final String[] WORDS = {
    " ", "\n", "<think>", "</think>", "`<think>", "<", "<th", "</", "`", "x"
  };

  @Test
  void words() {
    assertThat(excessive(text -> speak(List.of(text)), WORDS)).isEmpty();
  }

  @Test
  void wordsThatComeCharacterByCharacter() {
    assertThat(excessive(piecewise(LinearTimeTest::speak), WORDS)).isEmpty();
  }

  @Test
  void chunks() {
    String[] tokens = {
      "a", "\"", "{\"choices\":[", "{\"delta\":{\"content\":\"", "}", "\\", "\n", "{"
    };
    assertThat(excessive(text -> CompletionTokenParser.parse(Buffer.buffer(text)), tokens))
        .isEmpty();
    assertThat(excessive(LinearTimeTest::chunk, tokens)).isEmpty();
  }

  @Test
  void manyPartsAndManyCalls() {
    assertThat(excessive(text -> part(text.length() / 4), "x")).isEmpty();
    assertThat(excessive(text -> call(text.length() / 4, true), "x")).isEmpty();
    assertThat(excessive(text -> call(text.length() / 4, false), "x")).isEmpty();
  }

  private static void speak(Iterable<String> pieces) {
    ThinkTagFilter text = new ThinkTagFilter(ThinkTags.DEFAULT);
    pieces.forEach(text::add);
    var unused = text.end() + text.reasoning();
  }

  private static void chunk(String text) {
    byte[] chunk = text.getBytes(UTF_8);
    ChainedChunkParser plain = new ChainedChunkParser(name -> true);
    var unused = plain.parse(chunk, 0, chunk.length);
    plain.close();
  }

  private static void part(int count) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < count; i++) {
      parts.addObject().put("text", "some words ");
    }
    JsonNode said = JsonNodeFactory.instance.objectNode().set("content", parts);
    var unused = new CompletionView.MessageJson(said).content();
  }

  private static void call(int count, boolean numbered) {
    ToolCallAssembler calls = new ToolCallAssembler();
    for (int i = 0; i < count; i++) {
      calls.add(
          new CompletionView.Call(
              numbered ? i : null,
              numbered ? "" : "c" + i,
              "f",
              "{}",
              JsonNodeFactory.instance.objectNode()));
    }
    var unused = calls.toolCalls(new ProviderState.Owner("http://x", "m"));
  }
}
