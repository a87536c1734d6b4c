package dev.animus4j.benchmarks.parts;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.ImageStore;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A completion, and an image of 1 MiB in base64 into the store, from a server in the same JVM: with
 * all the HTTP there is. The decoder of the JDK, for comparison.
 */
public class HttpCallBenchmark extends PartBenchmark {
  private final Vertx vertx = Vertx.vertx();
  private final byte[] base64 = Base64.getEncoder().encode(noise());
  private final Buffer completion =
      Buffer.buffer("{\"choices\":[{\"message\":{\"content\":\"Hello!\"}}]}");
  private final Buffer pictures =
      Buffer.buffer("{\"data\":[{\"b64_json\":\"").appendBytes(base64).appendString("\"}]}");
  private final Http http = Http.create(vertx);
  private final ImageStore store = ImageStore.inMemory(64 << 20);
  private final String url = "http://127.0.0.1:" + startServer() + "/v1";
  private final OpenAiCompatibleChat chat =
      OpenAiCompatibleChat.create(
          http, OpenAiCompatibleChat.endpoint(url, Credentials.key("x")), "any");
  private final OpenAiImages images =
      OpenAiImages.create(http, OpenAiImages.endpoint(url, Credentials.key("x")), store, "flux");

  /** Closes everything. */
  @TearDown
  public void close() {
    vertx.close().await();
  }

  /** Requests the completion. */
  @Benchmark
  public ChatResponse completion() {
    return chat.reply(ChatRequest.of("Hello?").withModel("llama")).blockingGet();
  }

  /** Requests the image. */
  @Benchmark
  public Image picture() {
    Image image = images.generate(ImageRequest.of("a lake")).blockingGet();
    store.delete(image.location()).blockingAwait();
    return image;
  }

  /** Decodes the base64 of the image, by the JDK. */
  @Benchmark
  public byte[] base64() {
    return Base64.getDecoder().decode(base64);
  }

  private int startServer() {
    return vertx
        .createHttpServer()
        .requestHandler(
            request ->
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(request.path().contains("images") ? pictures : completion))
        .listen(0, "127.0.0.1")
        .await()
        .actualPort();
  }

  /** A PNG whose pixels are noise. */
  private static byte[] noise() {
    byte[] noise = new byte[1 << 20];
    new Random(42).nextBytes(noise);
    byte[] header = Base64.getDecoder().decode("iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAIAAAA=");
    System.arraycopy(header, 0, noise, 0, header.length);
    ByteBuffer png = ByteBuffer.wrap(noise);
    png.putInt(33, noise.length - 58).putInt(37, 0x49444154); // IDAT
    png.putInt(noise.length - 13, 0).putInt(noise.length - 9, 0x49454E44); // IEND
    return noise;
  }
}
