package dev.animus4j.chat.provider.openai;

import static dev.animus4j.chat.provider.IrregularJson.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.chat.provider.IrregularJson;
import dev.animus4j.chat.provider.openai.CompletionView.MessageJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class CompletionTokenParserTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Example
  void allIsFoundInWhatServersUsuallySend() {
    CompletionTokenParser plain =
        plain(
            """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[
             {"index":0,"message":{"role":"assistant","content":"a \\"word\\"\\u00e9",
              "refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],
             "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,
              "prompt_tokens_details":{"cached_tokens":9}},"system_fingerprint":"fp"}
            """);
    assertThat(plain).isNotNull();
    assertThat(plain.id() + plain.model() + plain.finishReason()).isEqualTo("chatcmpl-1mstop");
    assertThat(plain.content()).isEqualTo("a \"word\"é");
    assertThat(plain.usage()).isEqualTo(new Usage(1, 2, 3, 9, 0, 0, 0, 0, 0, 0));
    assertThat(plain.hasExtra()).isTrue();
  }

  @Example
  void additionalFieldsNeedTheFullParser() {
    assertThat(plain(answer("\"content\":\"a\",\"reasoning\":\"b\"", ""))).isNull();
    assertThat(plain(answer("\"content\":\"a\",\"next\":true", ""))).isNull();
    assertThat(plain(answer("\"content\":\"a\"", ",\"finish_reason\":\"error\""))).isNull();
    assertThat(plain(answer("\"content\":null", ""))).isNull();
    assertThat(plain("{\"object\":\"error\",\"choices\":[]}")).isNull();
  }

  @Example
  void malformedJsonNeedsTheFullParser() {
    String answer = answer("\"content\":\"a\"", "");
    assertThat(plain(answer)).isNotNull();
    assertThat(plain(answer + "}")).isNull();
    for (int length = 0; length < answer.length(); length++) {
      assertThat(plain(answer.substring(0, length))).isNull();
    }
  }

  /** Whatever is taken for plain, the whole reading finds the same in it, and no more. */
  @Property
  void nothingIsPassedOver(@ForAll("answers") String answer) throws IOException {
    CompletionTokenParser plain = plain(answer);
    if (plain != null) {
      CompletionView whole = CompletionView.of(JSON.readTree(answer));
      assertThat(whole.choice().isObject()).isTrue();
      assertThat(whole.error().isMissingNode()).isTrue();
      assertThat(whole.complianceViolations()).isEmpty();
      assertThat(whole.id()).isEqualTo(plain.id());
      assertThat(whole.model()).isEqualTo(plain.model());
      assertThat(whole.finishReason()).isEqualTo(plain.finishReason()).isNotEqualTo("error");
      assertThat(whole.usage()).isEqualTo(plain.usage());
      onlySays(whole.message(), plain.content());
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
  Arbitrary<String> answers() {
    Arbitrary<String> message = object("content", "refusal", "reasoning", "tool_calls", "next");
    Arbitrary<String> choice =
        message.flatMap(
            said ->
                object("index", "finish_reason", "error", "delta")
                    .map(rest -> with(rest, "\"message\":" + said)));
    Arbitrary<String> choices =
        choice.list().ofMinSize(0).ofMaxSize(2).map(all -> "[" + String.join(",", all) + "]");
    Arbitrary<String> usage = object("prompt_tokens", "completion_tokens", "total_tokens", "x");
    return choices.flatMap(
        all ->
            usage.flatMap(
                counted ->
                    object("id", "object", "model", "error", "x_groq", "choices", "usage")
                        .map(rest -> with(rest, "\"choices\":" + all))
                        .map(rest -> with(rest, "\"usage\":" + counted))));
  }

  /** Some fields are missing or null, and some are there twice. */
  private static Arbitrary<String> object(String... names) {
    return IrregularJson.object(
        Arbitraries.of("null", "0", "1", "2.5", "\"\"", "\"a\"", "\"a\"", "\"error\"", "true"),
        names);
  }

  private static String answer(String message, String more) {
    return "{\"choices\":[{\"index\":0,\"message\":{" + message + "}" + more + "}]}";
  }

  private static @Nullable CompletionTokenParser plain(String answer) {
    return CompletionTokenParser.parse(Buffer.buffer(answer));
  }
}
