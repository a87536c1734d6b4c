package dev.animus4j.benchmarks.openai;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
import com.openai.models.chat.completions.ChatCompletionUserMessageParam;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import dev.animus4j.benchmarks.Driver;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Window;
import dev.animus4j.benchmarks.Work;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * Driver of OpenAI's asynchronous client on OkHttp, with as many connections as concurrent calls.
 */
public final class OpenAiDriver implements Driver {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Override
  public Op of(Work work, Target provider) {
    OpenAIClientAsync client = client(provider);
    return switch (work) {
      case COMPLETION, IN_FLIGHT, START -> completion(client);
      case SEND -> send(client);
      case STREAM -> stream(client);
      case PICTURE -> picture(client, provider.pictureBytes());
      default -> throw new UnsupportedOperationException();
    };
  }

  private static OpenAIClientAsync client(Target provider) {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(provider.concurrency());
    dispatcher.setMaxRequestsPerHost(provider.concurrency());
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(provider.concurrency(), 5, TimeUnit.MINUTES))
            .connectTimeout(TIMEOUT)
            .readTimeout(TIMEOUT)
            .build();
    return OpenAIOkHttpClientAsync.builder()
        .baseUrl(provider.v1())
        .apiKey("x")
        .maxRetries(0)
        .timeout(TIMEOUT)
        .okHttpClient(http)
        .build();
  }

  private static ChatCompletionCreateParams first() {
    return ChatCompletionCreateParams.builder()
        .model(Sample.MODEL)
        .addSystemMessage(Sample.SYSTEM)
        .addUserMessage(Sample.USER)
        .build();
  }

  private static ChatCompletionMessage message(ChatCompletion completion) {
    return completion.choices().get(0).message();
  }

  private static Op.Async completion(OpenAIClientAsync client) {
    return (slot, done) ->
        done.follow(
            client.chat().completions().create(first()),
            response -> Sample.text(message(response).content().orElse(null)));
  }

  private static Op.Async send(OpenAIClientAsync client) {
    Map<Integer, Window<ChatCompletionMessageParam>> conversations = new ConcurrentHashMap<>();
    return (slot, done) -> {
      var window = conversations.computeIfAbsent(slot, s -> new Window<>());
      ChatCompletionUserMessageParam message =
          ChatCompletionUserMessageParam.builder().content(Sample.USER).build();
      window.add(ChatCompletionMessageParam.ofUser(message));
      ChatCompletionCreateParams request =
          ChatCompletionCreateParams.builder().model(Sample.MODEL).messages(window.all()).build();
      done.follow(
          client.chat().completions().create(request), response -> addAnswer(window, response));
    };
  }

  private static long addAnswer(
      Window<ChatCompletionMessageParam> window, ChatCompletion response) {
    ChatCompletionMessage message = message(response);
    window.add(ChatCompletionMessageParam.ofAssistant(message.toParam()));
    return Sample.text(message.content().orElse(null));
  }

  private static Op.Async stream(OpenAIClientAsync client) {
    return (slot, done) ->
        client.chat().completions().createStreaming(first()).subscribe(new Counter(done));
  }

  private static Op.Async picture(OpenAIClientAsync client, int expectedBytes) {
    ImageGenerateParams request =
        ImageGenerateParams.builder().model("gpt-image-1").prompt(Sample.PICTURE).build();
    return (slot, done) ->
        done.follow(
            client.images().generate(request), response -> decodeImage(response, expectedBytes));
  }

  private static long decodeImage(ImagesResponse response, int expectedBytes) {
    String base64 = response.data().orElseThrow().get(0).b64Json().orElseThrow();
    byte[] bytes = Base64.getDecoder().decode(base64);
    return Sample.picture(bytes, bytes.length, expectedBytes);
  }

  private static final class Counter implements AsyncStreamResponse.Handler<ChatCompletionChunk> {
    private final Op.Done done;
    private long chunks;

    Counter(Op.Done done) {
      this.done = done;
    }

    @Override
    public void onNext(ChatCompletionChunk chunk) {
      Optional<String> text = chunk.choices().get(0).delta().content();
      chunks += text.isPresent() && !text.get().isEmpty() ? 1 : 0;
    }

    @Override
    public void onComplete(Optional<Throwable> failure) {
      failure.ifPresentOrElse(done::fail, () -> done.ok(Sample.chunks(chunks)));
    }
  }
}
