package dev.animus4j.benchmarks.langchain4j;

import dev.animus4j.benchmarks.Driver;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Window;
import dev.animus4j.benchmarks.Work;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Driver of the OpenAI module of LangChain4j on the client of the JDK, at HTTP/1.1: otherwise it
 * tries to upgrade every request.
 */
public final class LangChain4jDriver implements Driver {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** The service that the library builds on a model and a memory. */
  interface Assistant {
    String chat(@MemoryId int id, @dev.langchain4j.service.UserMessage String text);
  }

  @Override
  public Op of(Work work, Target provider) {
    return switch (work) {
      case COMPLETION, IN_FLIGHT, START -> completion(provider);
      case SEND -> send(provider);
      case STREAM -> stream(provider);
      case PICTURE -> picture(provider);
      default -> throw new UnsupportedOperationException();
    };
  }

  private static JdkHttpClientBuilder http() {
    return new JdkHttpClientBuilder()
        .httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
  }

  private static ChatModel model(Target provider) {
    return OpenAiChatModel.builder()
        .httpClientBuilder(http())
        .baseUrl(provider.v1())
        .apiKey("x")
        .modelName(Sample.MODEL)
        .maxRetries(0)
        .timeout(TIMEOUT)
        .build();
  }

  private static List<ChatMessage> first() {
    return List.of(SystemMessage.from(Sample.SYSTEM), UserMessage.from(Sample.USER));
  }

  private static Op.Blocking completion(Target provider) {
    ChatModel model = model(provider);
    return slot -> Sample.text(model.chat(first()).aiMessage().text());
  }

  private static Op.Blocking send(Target provider) {
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model(provider))
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(Window.MESSAGES))
            .build();
    return slot -> Sample.text(assistant.chat(slot, Sample.USER));
  }

  private static Op.Async stream(Target provider) {
    StreamingChatModel model =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(http())
            .baseUrl(provider.v1())
            .apiKey("x")
            .modelName(Sample.MODEL)
            .timeout(TIMEOUT)
            .build();
    return (slot, done) -> model.chat(first(), new Counter(done));
  }

  private static Op.Blocking picture(Target provider) {
    OpenAiImageModel model =
        OpenAiImageModel.builder()
            .httpClientBuilder(http())
            .baseUrl(provider.v1())
            .apiKey("x")
            .modelName("gpt-image-1")
            .maxRetries(0)
            .timeout(TIMEOUT)
            .build();
    return slot -> {
      String base64 = model.generate(Sample.PICTURE).content().base64Data();
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Sample.picture(bytes, bytes.length, provider.pictureBytes());
    };
  }

  private static final class Counter implements StreamingChatResponseHandler {
    private final Op.Done done;
    private long chunks;

    Counter(Op.Done done) {
      this.done = done;
    }

    @Override
    public void onPartialResponse(String words) {
      chunks += words.isEmpty() ? 0 : 1;
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      done.ok(Sample.chunks(chunks));
    }

    @Override
    public void onError(Throwable failure) {
      done.fail(failure);
    }
  }
}
