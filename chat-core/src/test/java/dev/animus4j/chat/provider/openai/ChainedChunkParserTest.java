package dev.animus4j.chat.provider.openai;

import static dev.animus4j.chat.provider.IrregularJson.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.animus4j.chat.provider.IrregularJson;
import dev.animus4j.chat.provider.openai.CompletionView.MessageJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ChainedChunkParserTest {
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
  void additionalFieldsNeedTheFullParser() {
    assertThat(words(chunk("\"content\":\"a\",\"reasoning\":\"b\"", ""))).isNull();
    assertThat(words(chunk("\"content\":\"a\"", ",\"finish_reason\":\"stop\""))).isNull();
    assertThat(words(chunk("\"content\":[{\"text\":\"a\"}]", ""))).isNull();
    assertThat(words("{\"object\":\"error\",\"choices\":[]}")).isNull();
  }

  @Example
  void malformedJsonNeedsTheFullParser() {
    String chunk = chunk("\"content\":\"a\"", "");
    assertThat(words(chunk)).isEqualTo("a");
    assertThat(words(chunk + "}")).isNull();
    for (int length = 0; length < chunk.length(); length++) {
      assertThat(words(chunk.substring(0, length))).isNull();
    }
  }

  /** Nobody can tell from the words of a chunk what came before it. */
  @Property
  void earlierChunksDoNotChangeTheResult(@ForAll("streams") List<String> chunks) {
    ChainedChunkParser stream = new ChainedChunkParser(name -> true);
    assertThat(chunks).map(chunk -> words(stream, chunk)).isEqualTo(alone(chunks));
  }

  @Example
  void chunksThatDifferOnlyInTextAreParsedAsIfAlone() {
    List<String> chunks =
        Stream.of("a", "", "日本", "\\n", "\\", "\"", "\u0001", "\uD83D\uDE00", "\uFFFD", "a")
            .map(words -> chunk("\"content\":\"" + words + "\"", ",\"logprobs\":null"))
            .toList();
    ChainedChunkParser stream = new ChainedChunkParser(name -> true);
    assertThat(chunks).map(chunk -> words(stream, chunk)).isEqualTo(alone(chunks));
    assertThat(words(stream, malformed(chunks.get(0)))).isNull();
  }

  /** The other chunk has the same frame, but around something else. */
  @Example
  void wordsThatStandTwiceAreNotMistaken() {
    ChainedChunkParser stream = new ChainedChunkParser(name -> true);
    String token = "\"token\":\"%s\",\"content\":\"%s\"";
    assertThat(words(stream, chunk(token.formatted("a", "a"), ""))).isEqualTo("a");
    assertThat(words(stream, chunk(token.formatted("b", "a"), ""))).isEqualTo("a");
    assertThat(words(stream, chunk(token.formatted("a", "b"), ""))).isEqualTo("b");
    assertThat(words(stream, chunk(token.formatted("a", "\\u0061"), ""))).isEqualTo("a");
    assertThat(words(stream, chunk(token.formatted("b", "\\u0061"), ""))).isEqualTo("a");
  }

  private static List<@Nullable String> alone(List<String> chunks) {
    List<@Nullable String> words = new ArrayList<>();
    chunks.forEach(chunk -> words.add(words(chunk)));
    return words;
  }

  private static byte[] malformed(String chunk) {
    byte[] bytes = chunk.getBytes(UTF_8);
    bytes[chunk.indexOf("\"a\"") + 1] = (byte) 0xFF;
    return bytes;
  }

  /** Whatever is taken for plain, the whole reading finds the same words in it, and no more. */
  @Property
  void nothingIsPassedOver(@ForAll("chunks") String chunk) throws IOException {
    String words = words(chunk);
    if (words != null) {
      CompletionView whole = CompletionView.of(JSON.readTree(chunk));
      assertThat(whole.choice().isObject()).isTrue();
      assertThat(whole.error().isMissingNode()).isTrue();
      assertThat(whole.finishReason()).isEmpty();
      assertThat(whole.complianceViolations()).isEmpty();
      assertThat(whole.usage()).isNull();
      onlySays(whole.message(), words);
    }
  }

  private static void onlySays(MessageJson messageJson, String words) {
    assertThat(messageJson.content()).isEqualTo(words);
    assertThat(messageJson.refusal() + messageJson.reasoning() + messageJson.imagePrompt())
        .isEmpty();
    assertThat(messageJson.hasCalls()).isFalse();
    assertThat(messageJson.turns()).isNull();
    assertThat(messageJson.next()).isNull();
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

  /** Several chunks with what one would expect around various things. */
  @Provide
  Arbitrary<List<String>> streams() {
    Arbitrary<String> said =
        Arbitraries.of(
            "a", "b", "é", "日", "\\", "\"", ",", ":", "content", "\\\"", "\\u0061", "\n");
    Arbitrary<String> words = said.list().ofMaxSize(3).map(all -> String.join("", all));
    Arbitrary<String> more =
        Arbitraries.of("", ",\"p\":\"a\"", ",\"p\":\"b\"", ",\"finish_reason\":null");
    return Combinators.combine(words, more)
        .as((text, rest) -> chunk("\"content\":\"" + text + "\"", rest))
        .list()
        .ofMaxSize(8);
  }

  /** Most fields are missing or null, as they are in most chunks; some are there twice. */
  private static Arbitrary<String> object(String... names) {
    return IrregularJson.object(
        Arbitraries.of("null", "null", "null", "0", "1", "\"\"", "\"a\"", "\"error\"", "true"),
        names);
  }

  private static String chunk(String delta, String more) {
    return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "}" + more + "}]}";
  }

  private static @Nullable String words(String chunk) {
    return words(new ChainedChunkParser(name -> true), chunk);
  }

  private static @Nullable String words(ChainedChunkParser stream, String chunk) {
    return words(stream, chunk.getBytes(UTF_8));
  }

  /** As it lies among others. */
  private static @Nullable String words(ChainedChunkParser stream, byte[] chunk) {
    byte[] among = new byte[chunk.length + 2];
    System.arraycopy(chunk, 0, among, 1, chunk.length);
    return stream.parse(among, 1, chunk.length);
  }
}
