package dev.animus4j.image.format;

import io.vertx.core.buffer.Buffer;

/**
 * Header of a PNG file: the first chunk is always {@code IHDR}, and begins with width and height.
 */
final class PngHeader {
  private PngHeader() {}

  /** Needs the first 24 bytes. */
  static PixelSize size(Buffer head) {
    long width = head.getUnsignedInt(16);
    long height = head.getUnsignedInt(20);
    if (!ImageType.hasBytesAt(head, 12, "IHDR") || width == 0 || height == 0) {
      throw ParsedImageHeader.invalidImage("the header of the PNG is damaged");
    }
    return PixelSize.of(width, height);
  }
}
