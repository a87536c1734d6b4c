package dev.animus4j.benchmarks.genai;

import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import dev.animus4j.benchmarks.Driver;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The client of Google, asynchronous but for streams, which it only has as blocking iterators. */
public final class GenAiDriver implements Driver {
  private static final String MODEL = "gemini-2.5-flash";
  private static final String PAINTER = "gemini-2.5-flash-image";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int WINDOW = 10;

  @Override
  public Op of(Work work, Target provider) {
    Client client = client(provider);
    return switch (work) {
      case COMPLETION, IN_FLIGHT, START -> completion(client);
      case SEND -> send(client);
      case STREAM -> stream(client);
      case PICTURE -> picture(client, provider.pictureBytes());
      default -> throw new UnsupportedOperationException();
    };
  }

  private static Client client(Target provider) {
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
    HttpOptions options =
        HttpOptions.builder().baseUrl(provider.url()).timeout((int) TIMEOUT.toMillis()).build();
    return Client.builder()
        .apiKey("x")
        .httpOptions(options)
        .clientOptions(ClientOptions.builder().customHttpClient(http).build())
        .build();
  }

  private static GenerateContentConfig system() {
    return GenerateContentConfig.builder()
        .systemInstruction(Content.fromParts(Part.fromText(Sample.SYSTEM)))
        .build();
  }

  private static void tell(
      CompletableFuture<GenerateContentResponse> answer,
      Op.Done done,
      ToLongFunction<GenerateContentResponse> units) {
    var unused =
        answer
            .thenApply(units::applyAsLong)
            .whenComplete(
                (count, failure) -> {
                  if (failure == null) {
                    done.ok(count);
                  } else {
                    done.fail(failure);
                  }
                });
  }

  private static Op.Async completion(Client client) {
    GenerateContentConfig system = system();
    return (slot, done) ->
        tell(
            client.async.models.generateContent(MODEL, Sample.USER, system),
            done,
            answer -> Sample.text(answer.text()));
  }

  private static Op.Async send(Client client) {
    Map<Integer, Deque<Content>> conversations = new ConcurrentHashMap<>();
    return (slot, done) -> {
      Deque<Content> window = conversations.computeIfAbsent(slot, s -> new ArrayDeque<>());
      add(window, Content.builder().role("user").parts(Part.fromText(Sample.USER)).build());
      tell(
          client.async.models.generateContent(MODEL, List.copyOf(window), none()),
          done,
          answer -> said(window, answer));
    };
  }

  private static @Nullable GenerateContentConfig none() {
    return null;
  }

  private static long said(Deque<Content> window, GenerateContentResponse answer) {
    add(window, answer.candidates().orElseThrow().get(0).content().orElseThrow());
    return Sample.text(answer.text());
  }

  private static void add(Deque<Content> window, Content message) {
    window.addLast(message);
    if (window.size() > WINDOW) {
      window.removeFirst();
    }
  }

  private static Op.Blocking stream(Client client) {
    GenerateContentConfig system = system();
    return slot -> {
      long chunks = 0;
      try (var stream = client.models.generateContentStream(MODEL, Sample.USER, system)) {
        for (GenerateContentResponse chunk : stream) {
          String words = chunk.text();
          chunks += words == null || words.isEmpty() ? 0 : 1;
        }
      }
      return Sample.chunks(chunks);
    };
  }

  private static Op.Async picture(Client client, int wanted) {
    GenerateContentConfig picture =
        GenerateContentConfig.builder().responseModalities("IMAGE").build();
    return (slot, done) ->
        tell(
            client.async.models.generateContent(PAINTER, Sample.PICTURE, picture),
            done,
            answer -> decoded(answer, wanted));
  }

  private static long decoded(GenerateContentResponse answer, int wanted) {
    Part part = Objects.requireNonNull(answer.parts()).get(0);
    byte[] bytes = part.inlineData().orElseThrow().data().orElseThrow();
    return Sample.picture(bytes, bytes.length, wanted);
  }
}
