package dev.animus4j.image;

import io.vertx.core.buffer.Buffer;

/** PNG: the first chunk is always {@code IHDR}, and begins with width and height. */
final class PngHeader {
  private PngHeader() {}

  /** Needs the first 24 bytes. */
  static PixelSize size(Buffer head) {
    long width = head.getUnsignedInt(16);
    long height = head.getUnsignedInt(20);
    if (!PictureType.says(head, 12, "IHDR") || width == 0 || height == 0) {
      throw ImageHeader.refused("the header of the PNG is damaged");
    }
    return PixelSize.claimed(width, height);
  }
}
