package dev.animus4j.image;

import static dev.animus4j.image.Pictures.gif;
import static dev.animus4j.image.Pictures.jpeg;
import static dev.animus4j.image.Pictures.pieces;
import static dev.animus4j.image.Pictures.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private static final Buffer NOTHING = Buffer.buffer();
  private static final Buffer PROFILE = segment(0xE2, Buffer.buffer(new byte[65_000]));

  @Test
  void aFrameHeaderBehindMegabytesOfProfilesStaysUnread() {
    Buffer profiles = PROFILE.copy();
    for (int more = 0; more < 4; more++) {
      profiles.appendBuffer(PROFILE);
    }

    assertThat(inspected(jpeg(PROFILE, 0xC0, 321, 123), 4096).format().width()).isEqualTo(321);
    assertThat(inspected(jpeg(profiles, 0xC0, 321, 123), 4096).format().width()).isZero();
    assertThat(inspected(jpeg(profiles, 0xC0, 321, 123), 1 << 20).format().width()).isZero();
  }

  @Test
  void tinySegmentsInTinyPiecesAreNotLookedAtOverAndOver() {
    Buffer segments = Buffer.buffer();
    while (segments.length() < 240 * 1024) {
      segments.appendBuffer(segment(0xFE, NOTHING));
    }

    long started = cpuTime();
    Inspection.Findings found = inspected(jpeg(segments, 0xC0, 321, 123), 1);

    assertThat(found.format().height()).isEqualTo(123);
    assertThat(cpuTime() - started).isLessThan(10_000_000_000L);
  }

  @Test
  void moreThanTheLimitIsRefusedAtTheFirstPieceTooMany() {
    Inspection inspection = new Inspection(100);
    inspection.pass(gif(3, 4).appendBytes(new byte[81]));

    assertThat(inspection.end().format().bytes()).isEqualTo(100);
    assertThatThrownBy(() -> inspection.pass(Buffer.buffer(new byte[1])))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("larger than 100 bytes");
  }

  /** Of this thread, in nanoseconds: what others do on the machine does not count. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Inspection.Findings inspected(Buffer file, int size) {
    Inspection inspection = new Inspection(32 << 20);
    pieces(file, size).blockingForEach(inspection::pass);
    return inspection.end();
  }
}
