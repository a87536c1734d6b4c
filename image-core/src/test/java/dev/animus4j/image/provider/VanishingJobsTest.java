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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generations of which the platform, or a proxy in front of it, says strange things for a while.
 */
@VertxTest
class VanishingJobsTest {
  private static final Buffer IMAGE = drawn("png", 20, 15);
  private static final Buffer PENDING = json("{\"generation_id\":\"g7\",\"status\":\"Pending\"}");
  private static final Buffer DONE =
      json("{\"generation_id\":\"g7\",\"status\":\"COMPLETED\",\"result_urls\":[\"/a.png\"]}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "500 Oops",
        "502 Bad Gateway",
        "503 Service Unavailable",
        "504 Gateway Timeout",
        "204 No Content",
        "202 Accepted"
      })
  void aStatusThatSaysNothingIsAskedForAgain(String status, Vertx vertx) {
    Buffer page = Buffer.buffer(status.startsWith("20") ? "" : "<html>busy</html>");

    assertThat(width(vertx, PENDING, PENDING, response(status, "text/html", page), DONE))
        .isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "<html>just a moment</html>",
        "{\"status\":\"Pen",
        "{\"status\":null}",
        "{\"status\":1}",
        "{\"status\":\"RUNNING\",\"progress\":\"50%\"}",
        "{\"status\":\"RUNNING\",\"progress\":0.75}",
        "{\"status\":\"a new one\"}",
        "{\"status\":\"completed\"}",
        "{\"status\":\"completed\",\"result_urls\":null}",
        "{\"status\":\"completed\",\"result_urls\":[]}",
        "{\"status\":\"completed\",\"result_urls\":[null]}",
        "{\"status\":\"completed\",\"result_urls\":[\"\"]}"
      })
  void soIsABodyThatSaysNothing(String body, Vertx vertx) {
    assertThat(width(vertx, PENDING, PENDING, json(body), DONE)).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"finalized\",\"result_urls\":[\"/a.png\"]}",
        "{\"status\":\"completed\",\"error\":\"\",\"result_urls\":[\"/a.png\"]}",
        "{\"status\":\"completed\",\"error\":null,\"result_urls\":[\"/a.png?q=a b|c\"]}",
        "{\"result_urls\":[\"../files/größe.png\"]}"
      })
  void resultsAreTheEndWhateverTheStatus(String body, Vertx vertx) {
    assertThat(width(vertx, PENDING, json(body))).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"generation_id\":77}",
        "{\"generation_id\":\"g 7/x\",\"status\":\"Pending\"}",
        "{\"generation_id\":\"g7\",\"status\":\"completed\",\"result_urls\":[\"/a.png\"]}"
      })
  void aJobMayBeginInAnyWay(String created, Vertx vertx) {
    assertThat(width(vertx, json(created), DONE)).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone"})
  void oneThatCannotBeAskedAfterMayHaveBeenBilled(String status, Vertx vertx) {
    Buffer gone = response(status, "application/json", Buffer.buffer("{\"detail\":\"no\"}"));
    try (ByteProvider provider = provider(vertx, PENDING, PENDING, gone)) {
      Throwable failure =
          provider
              .model(Model.ANIMUS_ASYNC)
              .generate(ImageRequest.of("x"))
              .materialize()
              .blockingGet()
              .getError();

      assertThat(failure)
          .isInstanceOfSatisfying(
              AnimusException.class,
              known -> {
                assertThat(known.mayHaveRun()).isTrue();
                assertThat(known.origin().requestId()).isEqualTo("g7");
              });
    }
  }

  private static int width(Vertx vertx, Buffer... answers) {
    try (ByteProvider provider = provider(vertx, answers)) {
      ImageRequest request = ImageRequest.of("x");
      int width =
          provider.model(Model.ANIMUS_ASYNC).generate(request).blockingGet().format().width();

      assertThat(provider.requests().stream().filter(line -> line.startsWith("POST"))).hasSize(1);
      return width;
    }
  }

  /** Answers in this order, and again with the last; images are always there. */
  private static ByteProvider provider(Vertx vertx, Buffer... answers) {
    AtomicInteger answered = new AtomicInteger();
    List<Buffer> all = List.of(answers);
    return new ByteProvider(
        vertx,
        ImageStore.inMemory(1 << 20),
        line ->
            line.contains(".png")
                ? file(IMAGE)
                : all.get(Math.min(answered.getAndIncrement(), all.size() - 1)).copy());
  }
}
