package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.OddJson.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.animus4j.chat.provider.Completion.Said;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class PlainChunkTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Example
  void itsWordsAreFoundInWhatServersUsuallySend() {
    assertThat(
            words(
                """
                {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m",
                 "choices":[{"index":0,"delta":{"role":"assistant","content":"a \\"word\\"\\u00e9"},
                 "logprobs":{"content":[{"token":"a"}]},"finish_reason":null}],"usage":null}
                """))
        .isEqualTo("a \"word\"é");
  }

  @Example
  void whatSaysMoreIsNotPlain() {
    assertThat(words(chunk("\"content\":\"a\",\"reasoning\":\"b\"", ""))).isNull();
    assertThat(words(chunk("\"content\":\"a\"", ",\"finish_reason\":\"stop\""))).isNull();
    assertThat(words(chunk("\"content\":[{\"text\":\"a\"}]", ""))).isNull();
    assertThat(words("{\"object\":\"error\",\"choices\":[]}")).isNull();
  }

  @Example
  void whatIsNotWellFormedIsNotPlain() {
    String chunk = chunk("\"content\":\"a\"", "");
    assertThat(words(chunk)).isEqualTo("a");
    assertThat(words(chunk + "}")).isNull();
    for (int length = 0; length < chunk.length(); length++) {
      assertThat(words(chunk.substring(0, length))).isNull();
    }
  }

  /** Whatever is taken for plain, the whole reading finds the same words in it, and no more. */
  @Property
  void nothingIsPassedOver(@ForAll("chunks") String chunk) throws IOException {
    String words = words(chunk);
    if (words != null) {
      Completion whole = Completion.of(JSON.readTree(chunk));
      assertThat(whole.choice().isObject()).isTrue();
      assertThat(whole.complaint().isMissingNode()).isTrue();
      assertThat(whole.finishReason()).isEmpty();
      assertThat(whole.complianceViolations()).isEmpty();
      assertThat(whole.usage()).isNull();
      onlySays(whole.said(), words);
    }
  }

  private static void onlySays(Said said, String words) {
    assertThat(said.content()).isEqualTo(words);
    assertThat(said.refusal() + said.reasoning() + said.imagePrompt()).isEmpty();
    assertThat(said.toolCalls()).isEmpty();
    assertThat(said.turns()).isNull();
    assertThat(said.next()).isNull();
  }

  @Provide
  Arbitrary<String> chunks() {
    Arbitrary<String> delta = object("content", "refusal", "reasoning", "tool_calls", "next");
    Arbitrary<String> choice =
        delta.flatMap(
            said ->
                object("index", "finish_reason", "error", "message")
                    .map(rest -> with(rest, "\"delta\":" + said)));
    Arbitrary<String> choices =
        choice.list().ofMinSize(0).ofMaxSize(2).map(all -> "[" + String.join(",", all) + "]");
    return choices.flatMap(
        all ->
            object("id", "object", "error", "usage", "x_groq", "choices")
                .map(rest -> with(rest, "\"choices\":" + all)));
  }

  /** Most fields are missing or null, as they are in most chunks; some are there twice. */
  private static Arbitrary<String> object(String... names) {
    return OddJson.object(
        Arbitraries.of("null", "null", "null", "0", "1", "\"\"", "\"a\"", "\"error\"", "true"),
        names);
  }

  private static String chunk(String delta, String more) {
    return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "}" + more + "}]}";
  }

  private static @Nullable String words(String chunk) {
    byte[] bytes = chunk.getBytes(UTF_8);
    return new PlainChunk().words(bytes, 0, bytes.length);
  }
}
