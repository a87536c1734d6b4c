package dev.animus4j.image.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.animus4j.http.AddressPolicy;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.provider.animus.AnimusAsyncImages;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.provider.animus.AnimusPollingOptions;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.cloudflare.SdxlWorkerImages;
import dev.animus4j.image.provider.cloudflare.WorkersAiImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Retry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A provider on a socket that answers exact bytes to each request line, and the models for it. */
final class ByteProvider implements AutoCloseable {
  /** At once, since nothing that a test serves takes time to be there. */
  static final Retry AT_ONCE = Retry.ofDelays(Duration.ofMillis(1)).withRepeatsPaidWork(true);

  private final NetServer server;
  private final Http http;
  private final ImageStore store;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** Models by the form in which they expect an image. */
  enum Model {
    FLUX_WORKER,
    SDXL_WORKER,
    WORKERS_AI,
    OPEN_AI,
    OPEN_AI_STREAM,
    ANIMUS,
    ANIMUS_ASYNC,
    GEMINI
  }

  ByteProvider(Vertx vertx, ImageStore store, Function<String, Buffer> answers) {
    this.store = store;
    server =
        vertx
            .createNetServer()
            .connectHandler(socket -> accept(socket, answers))
            .listen(0, "127.0.0.1")
            .await();
    http = Http.create(vertx, HttpOptions.defaults().withAddressPolicy(AddressPolicy.anyAddress()));
  }

  /** The lines of all requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  int port() {
    return server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  StreamingImageModel model(Model model) {
    Credentials key = Credentials.key("key");
    return switch (model) {
      case FLUX_WORKER ->
          FluxWorkerImages.create(http, FluxWorkerImages.endpoint(url() + "/"), store)
              .withDownloadRetry(AT_ONCE);
      case SDXL_WORKER ->
          SdxlWorkerImages.create(http, SdxlWorkerImages.endpoint(url() + "/", key), store)
              .withDownloadRetry(AT_ONCE);
      case WORKERS_AI ->
          WorkersAiImages.create(
                  http,
                  WorkersAiImages.endpoint("a", key).withBaseUrl(url()),
                  store,
                  "@cf/flux-1-s")
              .withDownloadRetry(AT_ONCE);
      case OPEN_AI -> openAi(key);
      case OPEN_AI_STREAM -> openAi(key).withPreviews(1);
      case ANIMUS ->
          AnimusImages.create(http, AnimusImages.endpoint(key).withBaseUrl(url()), store)
              .withDownloadRetry(AT_ONCE);
      case ANIMUS_ASYNC ->
          AnimusAsyncImages.create(http, AnimusAsyncImages.endpoint(key).withBaseUrl(url()), store)
              .withDownloadRetry(AT_ONCE)
              .withPolling(AnimusPollingOptions.defaults().withInterval(Duration.ofMillis(1)));
      case GEMINI ->
          GeminiImages.create(http, GeminiImages.endpoint(key).withBaseUrl(url()), store, "g");
    };
  }

  private OpenAiImages openAi(Credentials key) {
    return OpenAiImages.create(http, OpenAiImages.endpoint(url() + "/v1", key), store, "sd")
        .withDownloadRetry(AT_ONCE);
  }

  /** A response of known length, with further header lines. */
  static Buffer response(String status, String type, Buffer body, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    if (!type.isEmpty()) {
      head.append("Content-Type: ").append(type).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
    return Buffer.buffer(head.toString()).appendBuffer(body);
  }

  static Buffer json(String body, String... headers) {
    return response("200 OK", "application/json", Buffer.buffer(body), headers);
  }

  static Buffer file(Buffer image, String... headers) {
    return response("200 OK", "image/png", image, headers);
  }

  @Override
  public void close() {
    http.close();
    server.close().await();
  }

  private void accept(NetSocket socket, Function<String, Buffer> answers) {
    StringBuilder received = new StringBuilder();
    socket.exceptionHandler(gone -> {});
    socket.handler(
        piece -> {
          received.append(piece.toString(ISO_8859_1));
          int length = requestLength(received);
          if (length > 0 && received.length() >= length) {
            String line = received.substring(0, received.indexOf(" HTTP/"));
            received.delete(0, length);
            requests.add(line);
            socket.write(answers.apply(line));
          }
        });
  }

  /** The length of the first request, with its body; 0 before its head is there. */
  private static int requestLength(StringBuilder received) {
    int end = received.indexOf("\r\n\r\n");
    if (end < 0) {
      return 0;
    }
    String digits =
        received
            .substring(0, end)
            .lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .map(line -> line.substring(15).strip())
            .findFirst()
            .orElse("0");
    return end + 4 + Integer.parseInt(digits);
  }
}
