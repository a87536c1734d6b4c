package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts and gateways that send policies, cookies and traces of many kilobytes. */
@VertxTest
class LongHeadersTest {
  private static final Buffer IMAGE = drawn("png", 20, 15);

  @ParameterizedTest
  @CsvSource({"7000, 1", "9000, 1", "20000, 1", "64000, 1", "20000, 200", "64000, 700"})
  void allOfThemAreRead(int bytes, int headers, Vertx vertx) {

    try (ByteProvider provider = provider(vertx, headers(bytes, headers))) {
      int width =
          provider
              .model(Model.OPEN_AI)
              .generate(ImageRequest.of("x"))
              .blockingGet()
              .format()
              .width();

      assertThat(width).isEqualTo(20);
      assertThat(provider.requests()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 700})
  void tooManyAreSaidToBe(int headers, Vertx vertx) {
    try (ByteProvider provider = provider(vertx, headers(200_000, headers))) {
      Throwable failure =
          provider
              .model(Model.OPEN_AI)
              .generate(ImageRequest.of("x"))
              .materialize()
              .blockingGet()
              .getError();

      assertThat(failure)
          .isInstanceOf(AnimusException.class)
          .hasMessageContaining("the headers of the answer are too long");
    }
  }

  /** Has these headers on the answer, on a redirect, and on the file. */
  private static ByteProvider provider(Vertx vertx, String headers) {
    return new ByteProvider(
        vertx,
        ImageStore.inMemory(1 << 20),
        line -> {
          if (line.startsWith("POST")) {
            return json("{\"data\":[{\"url\":\"/moved\"}]}", headers);
          }
          return line.endsWith("/moved")
              ? response("302 Found", "", Buffer.buffer(), "Location: /a.png", headers)
              : file(IMAGE, headers);
        });
  }

  private static String headers(int bytes, int headers) {
    String value = "v".repeat(Math.max(1, bytes / headers - 20));
    return IntStream.range(0, headers)
        .mapToObj(number -> "Set-Cookie: c%03d=".formatted(number) + value)
        .collect(Collectors.joining("\r\n"));
  }
}
