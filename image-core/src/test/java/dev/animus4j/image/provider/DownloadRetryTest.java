package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.lossy;
import static dev.animus4j.image.provider.ByteProvider.file;
import static dev.animus4j.image.provider.ByteProvider.json;
import static dev.animus4j.image.provider.ByteProvider.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.ByteProvider.Model;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An image that is paid for, and that its host does not have, or not yet. */
@VertxTest
class DownloadRetryTest {
  private static final Buffer IMAGE = drawn("png", 20, 15);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "403 Forbidden",
        "404 Not Found",
        "409 Conflict",
        "425 Too Early",
        "429 Too Many Requests",
        "500 Oops",
        "502 Bad Gateway",
        "503 Service Unavailable",
        "204 No Content"
      })
  void itIsAskedForAgainButNotOrderedAgain(String status, Vertx vertx) {
    Buffer body = Buffer.buffer(status.startsWith("204") ? "" : "later");

    fetchedTwice(() -> response(status, "text/plain", body), vertx);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>wait a moment</html>",
        "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>",
        "{\"status\":\"processing\"}"
      })
  void aPageIsNoImageYet(String page, Vertx vertx) {
    fetchedTwice(() -> file(Buffer.buffer(page)), vertx);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 200, 600})
  void aFileThatIsNotWholeYetIsReadAgain(int bytes, Vertx vertx) {
    fetchedTwice(() -> file(IMAGE.getBuffer(0, bytes)), vertx);
  }

  /** The first piece of a file may be a few bytes, all of them letters. */
  @ParameterizedTest
  @ValueSource(strings = {"gif", "webp"})
  void aFileThatBeginsWithASmallPieceIsNoPage(String type, Vertx vertx) {
    Buffer whole = type.equals("gif") ? drawn("gif", 20, 15) : lossy(20, 15);
    Buffer chunked =
        Buffer.buffer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            .appendString("6\r\n")
            .appendBuffer(whole, 0, 6)
            .appendString("\r\n" + Integer.toHexString(whole.length() - 6) + "\r\n")
            .appendBuffer(whole, 6, whole.length() - 6)
            .appendString("\r\n0\r\n\r\n");
    try (ByteProvider provider =
        new ByteProvider(
            vertx,
            ImageStore.inMemory(1 << 20),
            line -> line.endsWith(".png") ? chunked.copy() : published())) {
      assertThat(
              provider
                  .model(Model.OPEN_AI)
                  .generate(ImageRequest.of("x"))
                  .blockingGet()
                  .format()
                  .mediaType())
          .isEqualTo("image/" + type);
      assertThat(provider.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"FLUX_WORKER", "SDXL_WORKER", "WORKERS_AI", "OPEN_AI", "ANIMUS"})
  void oneThatNeverComesIsAFailureThatSaysWhereItIs(Model model, Vertx vertx) {
    Buffer gone = response("404 Not Found", "text/plain", Buffer.buffer("gone"));
    try (ByteProvider provider =
        new ByteProvider(
            vertx,
            ImageStore.inMemory(1 << 20),
            line -> line.endsWith(".png") ? gone.copy() : published())) {
      Throwable failure =
          provider
              .model(model)
              .generate(ImageRequest.of("x"))
              .materialize()
              .blockingGet()
              .getError();

      assertThat(failure)
          .isInstanceOfSatisfying(
              AnimusException.Unavailable.class,
              known -> {
                assertThat(known.mayHaveRun()).isTrue();
                assertThat(known.origin().published()).hasPath("/a.png");
              });
      assertThat(provider.requests()).hasSize(3);
    }
  }

  private static void fetchedTwice(Supplier<Buffer> first, Vertx vertx) {
    AtomicInteger fetched = new AtomicInteger();
    try (ByteProvider provider =
        new ByteProvider(
            vertx,
            ImageStore.inMemory(1 << 20),
            line -> {
              if (line.startsWith("POST")) {
                return published();
              }
              return fetched.getAndIncrement() == 0 ? first.get() : file(IMAGE);
            })) {
      long bytes =
          provider
              .model(Model.OPEN_AI)
              .generate(ImageRequest.of("x"))
              .blockingGet()
              .format()
              .bytes();

      assertThat(bytes).isEqualTo(IMAGE.length());
      assertThat(provider.requests())
          .containsExactly("POST /v1/images/generations", "GET /a.png", "GET /a.png");
    }
  }

  private static Buffer published() {
    return json("{\"output\":[\"/a.png\"]}");
  }
}
