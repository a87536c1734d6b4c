package dev.animus4j.image;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * JPEG: segments, one of which is the frame header with the size (ITU-T T.81, annex B). They are
 * walked one by one: a search for the frame marker would find the thumbnail inside an Exif segment.
 */
final class JpegHeader {
  private static final int START = 2;

  private JpegHeader() {}

  static Optional<PixelSize> size(Buffer head) {
    long at = unread(head);
    return at + 4 <= head.length() ? frame(head, (int) at) : Optional.empty();
  }

  /** Segments before the one that counts say nothing of the size. */
  static ImageHeader.Rest rest(Buffer head) {
    return new ImageHeader.Rest(START, unread(head));
  }

  /** Where the frame header is, or what has to be read next to find it. */
  private static long unread(Buffer head) {
    long at = START;
    while (at + 4 <= head.length()) {
      int marker = marker(head, (int) at);
      if (isFrame(marker)) {
        return at;
      }
      at += step(head, (int) at, marker);
    }
    return at;
  }

  private static int marker(Buffer head, int at) {
    int marker = head.getUnsignedByte(at + 1);
    if (head.getUnsignedByte(at) != 0xFF || marker == 0 || marker == 0xD9 || marker == 0xDA) {
      throw ImageHeader.refused("the JPEG has no frame header, or is damaged before it");
    }
    return marker;
  }

  /** How far it is to the next marker: over a fill byte, a marker without content, or a segment. */
  private static int step(Buffer head, int at, int marker) {
    if (marker == 0xFF) {
      return 1;
    }
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      return 2;
    }
    int length = head.getUnsignedShort(at + 2);
    if (length < 2) {
      throw ImageHeader.refused("a segment of the JPEG is damaged");
    }
    return 2 + length;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Height comes first. */
  private static Optional<PixelSize> frame(Buffer head, int at) {
    if (at + 9 > head.length()) {
      return Optional.empty();
    }
    int height = head.getUnsignedShort(at + 5);
    int width = head.getUnsignedShort(at + 7);
    return Optional.of(PixelSize.claimed(width, height));
  }
}
