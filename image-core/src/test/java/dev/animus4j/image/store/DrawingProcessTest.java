package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.rules.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture that arrives while the process ends is kept, or leaves nothing. */
@VertxTest
class DrawingProcessTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);
  private static final int HALF = PICTURE.length() / 2;

  @TempDir Path directory;
  private final Queue<HttpServerRequest> waiting = new ConcurrentLinkedQueue<>();
  private Process process;

  /** The first request is answered by half a picture, and gets the other half when it may end. */
  @BeforeEach
  void start(Vertx vertx) throws IOException {
    HttpServer provider =
        vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1").await();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DrawingProcess.class.getName(),
                "http://127.0.0.1:" + provider.actualPort(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    eventually(() -> arrived() == HALF);
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  private void answer(HttpServerRequest request) {
    request.response().setChunked(true).putHeader("Content-Type", "image/png");
    if (waiting.isEmpty()) {
      request.response().write(PICTURE.getBuffer(0, HALF));
      waiting.add(request);
    } else {
      request.response().end(PICTURE);
    }
  }

  @Test
  void aProcessThatIsToldToEndKeepsThePictureThatItWaitsFor() throws Exception {
    process.toHandle().destroy(); // which leaves the output open, unlike that of the process
    try (BufferedReader said = process.inputReader(UTF_8)) {
      assertThat(said.readLine()).isEqualTo("ending");
      assertThat(names()).hasSize(1).allMatch(name -> name.endsWith(".part"));

      waiting.element().response().end(PICTURE.getBuffer(HALF, PICTURE.length()));

      List<String> locations = said.lines().toList();
      assertThat(locations)
          .hasSize(2)
          .allSatisfy(
              location ->
                  assertThat(Path.of(URI.create(location)))
                      .hasParentRaw(directory.toRealPath())
                      .hasBinaryContent(PICTURE.getBytes()));
    }
    assertThat(names()).hasSize(2).allMatch(StoredFileName::isImage);
    process.waitFor();
  }

  @Test
  void aProcessThatIsKilledLeavesNothingThatLooksLikeAPicture(Vertx vertx) throws Exception {
    process.destroyForcibly().waitFor();

    assertThat(names()).hasSize(1).noneMatch(StoredFileName::isImage);
    FileImageStore store =
        new FileImageStore(vertx, directory).withRetention(Retention.ofBytes(1L << 30));
    store.sweep().blockingAwait();
    assertThat(names()).hasSize(1);
    Files.setLastModifiedTime(
        directory.resolve(names().get(0)),
        FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
    store.sweep().blockingAwait();
    assertThat(names()).isEmpty();
  }

  private long arrived() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".json"))
          .toList();
    }
  }
}
