package dev.animus4j.image.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("long")
@VertxTest
class S3MemoryTest {
  private static final int IMAGES = 1;
  @RegisterExtension static final S3ServerExtension SERVER = new S3ServerExtension();

  /** The heap has room for the process and two parts of 5 MiB; each image has 40 MiB. */
  @Test
  void anImageTakesNoMoreThanTwoParts() throws Exception {
    S3Server server = SERVER.get();

    String report = SmallHeapProcess.run(server.bucket().endpoint(), IMAGES, "24m");

    assertThat(report).contains(IMAGES + " images of 41943040 bytes");
    assertThat(server.keys()).hasSize(IMAGES);
    assertThat(server.uploads()).isEmpty();
  }
}
