package dev.animus4j.image.format;

import static dev.animus4j.image.TestImages.box;
import static dev.animus4j.image.TestImages.gif;
import static dev.animus4j.image.TestImages.jpeg;
import static dev.animus4j.image.TestImages.latin1;
import static dev.animus4j.image.TestImages.pieces;
import static dev.animus4j.image.TestImages.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.TestImages;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ImageInspectorTest {
  private static final Buffer NOTHING = Buffer.buffer();
  private static final Buffer PROFILE = segment(0xE2, Buffer.buffer(new byte[65_000]));

  @Test
  void aSizeBehindMegabytesOfProfilesIsFound() {
    Buffer profiles = profiles();
    for (int size : new int[] {1, 7, 4096, 256 * 1024, 1 << 20, 8 << 20}) {
      ImageInspector.Result found = inspected(jpeg(profiles, 0xC0, 321, 123), size);
      assertThat(found.size().width()).isEqualTo(321);
      assertThat(found.size().height()).isEqualTo(123);
    }
  }

  @Test
  void soIsOneBehindMegabytesOfData() {
    Buffer data = box("mdat", Buffer.buffer(new byte[2 << 20]));
    Buffer free = box("free", Buffer.buffer(new byte[300_000]));
    Buffer late = TestImages.avif(321, 123);
    int meta = 8 + "avif\0\0\0\0mif1miafavif".length();
    Buffer file =
        late.getBuffer(0, meta)
            .appendBuffer(data)
            .appendBuffer(free)
            .appendBuffer(late.getBuffer(meta, late.length()));
    for (int size : new int[] {1, 4096, 1 << 20, 8 << 20}) {
      assertThat(inspected(file, size).size().width()).isEqualTo(321);
    }
  }

  @Test
  void aSizeBehindThemThatIsTooLargeIsRefused() {
    assertThatThrownBy(() -> inspected(jpeg(profiles(), 0xC0, 16_000, 16_000), 4096))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("claims");
  }

  @Test
  void aHeaderThatIsTooLongItselfIsRefused() {
    Buffer endless = box("meta", Buffer.buffer(new byte[400_000]));
    Buffer file = TestImages.avif(9, 8).getBuffer(0, 28).appendBuffer(endless);
    assertThatThrownBy(() -> inspected(file, 4096))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("does not tell its size within");
    Buffer brands = box("ftyp", latin1("avif").appendBytes(new byte[400_000]));
    assertThatThrownBy(() -> inspected(brands, 4096))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("does not tell its size within");
  }

  @Test
  void aFileThatEndsBeforeItsSizeIsRefused() {
    Buffer lost = latin1("\u00ff\u00d8").appendBuffer(profiles());
    assertThatThrownBy(() -> inspected(lost, 4096))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("ends within its header");
  }

  private static Buffer profiles() {
    Buffer profiles = Buffer.buffer();
    for (int more = 0; more < 40; more++) {
      profiles.appendBuffer(PROFILE);
    }
    return profiles;
  }

  @Test
  void tinySegmentsInTinyPiecesAreNotLookedAtOverAndOver() {
    Buffer segments = Buffer.buffer();
    while (segments.length() < 240 * 1024) {
      segments.appendBuffer(segment(0xFE, NOTHING));
    }

    long started = cpuTime();
    ImageInspector.Result found = inspected(jpeg(segments, 0xC0, 321, 123), 1);

    assertThat(found.size().height()).isEqualTo(123);
    assertThat(cpuTime() - started).isLessThan(10_000_000_000L);
  }

  @Test
  void moreThanTheLimitIsRefusedAtTheFirstPieceTooMany() {
    ImageInspector imageInspector = new ImageInspector(100);
    imageInspector.inspect(gif(3, 4).appendBytes(new byte[100 - gif(3, 4).length()]));

    assertThat(imageInspector.finish().bytes()).isEqualTo(100);
    assertThatThrownBy(() -> imageInspector.inspect(Buffer.buffer(new byte[1])))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("larger than 100 bytes");
  }

  /** Of this thread, in nanoseconds: what others do on the machine does not count. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static ImageInspector.Result inspected(Buffer file, int size) {
    ImageInspector imageInspector = new ImageInspector(32 << 20);
    pieces(file, size).blockingForEach(imageInspector::inspect);
    return imageInspector.finish();
  }
}
