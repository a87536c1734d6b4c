package dev.animus4j.image.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@VertxTest
class S3MemoryTest {
  private static final int IMAGES = 1;

  /** The heap has room for the process and two parts of 5 MiB; each image has 40 MiB. */
  @Test
  void anImageTakesNoMoreThanTwoParts(Vertx vertx, @TempDir Path directory) throws Exception {
    try (S3Server server = S3Server.start(vertx, directory)) {
      String report = SmallHeapProcess.run(server.bucket().endpoint(), IMAGES, "24m");

      assertThat(report).contains(IMAGES + " images of 41943040 bytes");
      assertThat(server.keys()).hasSize(IMAGES);
      assertThat(server.uploads()).isEmpty();
    }
  }
}
