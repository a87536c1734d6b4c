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
import dev.animus4j.benchmarks.Window;
import dev.animus4j.benchmarks.Work;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Driver of Google's client, asynchronous but for streams, which it only has as blocking iterators.
 */
public final class GenAiDriver implements Driver {
  private static final String MODEL = "gemini-2.5-flash";
  private static final String PAINTER = "gemini-2.5-flash-image";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

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

  private static Op.Async completion(Client client) {
    GenerateContentConfig system = system();
    return (slot, done) ->
        done.follow(
            client.async.models.generateContent(MODEL, Sample.USER, system),
            response -> Sample.text(response.text()));
  }

  private static Op.Async send(Client client) {
    Map<Integer, Window<Content>> conversations = new ConcurrentHashMap<>();
    return (slot, done) -> {
      Window<Content> window = conversations.computeIfAbsent(slot, s -> new Window<>());
      window.add(Content.builder().role("user").parts(Part.fromText(Sample.USER)).build());
      done.follow(
          client.async.models.generateContent(MODEL, window.all(), none()),
          response -> addAnswer(window, response));
    };
  }

  private static @Nullable GenerateContentConfig none() {
    return null;
  }

  private static long addAnswer(Window<Content> window, GenerateContentResponse response) {
    window.add(response.candidates().orElseThrow().get(0).content().orElseThrow());
    return Sample.text(response.text());
  }

  private static Op.Blocking stream(Client client) {
    GenerateContentConfig system = system();
    return slot -> {
      long chunks = 0;
      try (var stream = client.models.generateContentStream(MODEL, Sample.USER, system)) {
        for (GenerateContentResponse chunk : stream) {
          String text = chunk.text();
          chunks += text == null || text.isEmpty() ? 0 : 1;
        }
      }
      return Sample.chunks(chunks);
    };
  }

  private static Op.Async picture(Client client, int expectedBytes) {
    GenerateContentConfig config =
        GenerateContentConfig.builder().responseModalities("IMAGE").build();
    return (slot, done) ->
        done.follow(
            client.async.models.generateContent(PAINTER, Sample.PICTURE, config),
            response -> decodeImage(response, expectedBytes));
  }

  private static long decodeImage(GenerateContentResponse response, int expectedBytes) {
    Part part = Objects.requireNonNull(response.parts()).get(0);
    byte[] bytes = part.inlineData().orElseThrow().data().orElseThrow();
    return Sample.picture(bytes, bytes.length, expectedBytes);
  }
}
