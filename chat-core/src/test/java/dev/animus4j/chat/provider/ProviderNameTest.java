package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which of several endpoints has responded. */
class ProviderNameTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  @Test
  void onlyOpenAiIsCalledSoAndNoHostIsNamed() {
    Credentials none = Credentials.none();
    assertThat(OpenAiCompatibleChat.endpoint(none).provider()).isEqualTo("OpenAI");
    assertThat(OpenAiCompatibleChat.endpoint("https://API.openai.com/v1", none).provider())
        .isEqualTo("OpenAI");
    for (String url :
        List.of("http://llm.internal:8080/v1", "https://api.openai.com.evil.net/v1")) {
      assertThat(OpenAiCompatibleChat.endpoint(url, none).provider())
          .isEqualTo("OpenAI-compatible");
    }
  }

  @Test
  void responsesNameTheProviderWholeOrStreamed() {
    assertThat(provider(PROVIDER.compatible().withProvider("Groq"), HELLO)).isEqualTo("Groq");
    assertThat(provider(PROVIDER.compatible().withProvider("Groq"), STREAMING)).isEqualTo("Groq");
    assertThat(provider(PROVIDER.compatible(), HELLO)).isEqualTo("OpenAI-compatible");
    assertThat(provider(PROVIDER.animus(), HELLO)).isEqualTo("Animus");
    assertThat(provider(PROVIDER.animus(), STREAMING)).isEqualTo("Animus");
  }

  @Test
  void theOneThatRespondedIsNamed() {
    Credentials key = Credentials.key("any");
    Endpoint nobody = OpenAiCompatibleChat.endpoint("http://127.0.0.1:1/v1", key);
    ChatModel model =
        OpenAiCompatibleChat.create(PROVIDER.http(), nobody.withProvider("A"), "a")
            .withFallback(PROVIDER.compatible().withProvider("B"));
    assertThat(provider(model, HELLO)).isEqualTo("B");
  }

  @Test
  void itIsNamedAfterRoundsOfToolCalls() {
    PROVIDER.answers(
        "{'choices':[{'message':{'tool_calls':[{'id':'1','type':'function',"
            + "'function':{'name':'clock','arguments':'{}'}}]}}]}");
    PROVIDER.answers("{'choices':[{'message':{'content':'noon'}}]}");
    Tool clock =
        new Tool("clock", "the time", Map.of("type", "object"))
            .withFunction(arguments -> Single.just("12:00"));
    ChatRequest request = HELLO.withFeatures(HELLO.features().withTools(clock));
    ChatModel model = PROVIDER.compatible().withProvider("Groq");
    ChatResponse response =
        model.withToolCalls(Schedulers.computation()).reply(request).blockingGet();
    assertThat(response.content()).isEqualTo("noon");
    assertThat(response.metadata().provider()).isEqualTo("Groq");
  }

  private static String provider(ChatModel model, ChatRequest request) {
    return String.valueOf(model.reply(request).blockingGet().metadata().provider());
  }
}
