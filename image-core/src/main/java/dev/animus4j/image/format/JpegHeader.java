package dev.animus4j.image.format;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Header of a JPEG file: segments, one of which is the frame header with the size (ITU-T T.81,
 * annex B). They are walked one by one: a search for the frame marker would find the thumbnail
 * inside an Exif segment.
 */
final class JpegHeader {
  private static final int START = 2;

  private JpegHeader() {}

  static Optional<PixelSize> size(Buffer head) {
    long at = frameOffset(head);
    return at + 4 <= head.length() ? frameSize(head, (int) at) : Optional.empty();
  }

  /** Skips the segments before the frame header, which do not have the size. */
  static ParsedImageHeader.ResumePoint resumePoint(Buffer head) {
    return new ParsedImageHeader.ResumePoint(START, frameOffset(head));
  }

  /** The position of the frame header, or of the next bytes needed to find it. */
  private static long frameOffset(Buffer head) {
    long at = START;
    while (at + 4 <= head.length()) {
      int marker = marker(head, (int) at);
      if (isFrame(marker)) {
        return at;
      }
      at += markerDistance(head, (int) at, marker);
    }
    return at;
  }

  private static int marker(Buffer head, int at) {
    int marker = head.getUnsignedByte(at + 1);
    if (head.getUnsignedByte(at) != 0xFF || marker == 0 || marker == 0xD9 || marker == 0xDA) {
      throw ParsedImageHeader.invalidImage("the JPEG has no frame header, or is damaged before it");
    }
    return marker;
  }

  /** The distance to the next marker: over a fill byte, a marker without content, or a segment. */
  private static int markerDistance(Buffer head, int at, int marker) {
    if (marker == 0xFF) {
      return 1;
    }
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      return 2;
    }
    int length = head.getUnsignedShort(at + 2);
    if (length < 2) {
      throw ParsedImageHeader.invalidImage("a segment of the JPEG is damaged");
    }
    return 2 + length;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Height comes first. */
  private static Optional<PixelSize> frameSize(Buffer head, int at) {
    if (at + 9 > head.length()) {
      return Optional.empty();
    }
    int height = head.getUnsignedShort(at + 5);
    int width = head.getUnsignedShort(at + 7);
    return Optional.of(PixelSize.of(width, height));
  }
}
