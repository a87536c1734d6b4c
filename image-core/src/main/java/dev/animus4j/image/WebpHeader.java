package dev.animus4j.image;

import io.vertx.core.buffer.Buffer;

/** WebP: the first chunk tells how the rest is to be read, and the size (RFC 9649). */
final class WebpHeader {
  private WebpHeader() {}

  /** Needs the first 30 bytes, which is less than any WebP has. */
  static PixelSize size(Buffer head) {
    return switch (head.getString(12, 16, "ISO-8859-1")) {
      case "VP8 " -> lossy(head);
      case "VP8L" -> lossless(head);
      case "VP8X" -> canvas(head);
      default -> throw damaged();
    };
  }

  private static PixelSize lossy(Buffer head) {
    if (!PictureType.says(head, 23, "\u009d\u0001\u002a")) {
      throw damaged();
    }
    int width = head.getUnsignedShortLE(26) & 0x3FFF;
    int height = head.getUnsignedShortLE(28) & 0x3FFF;
    return PixelSize.claimed(width, height);
  }

  private static PixelSize lossless(Buffer head) {
    if (head.getByte(20) != 0x2F) {
      throw damaged();
    }
    long bits = head.getUnsignedIntLE(21);
    return PixelSize.claimed((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
  }

  private static PixelSize canvas(Buffer head) {
    int width = head.getUnsignedMediumLE(24) + 1;
    int height = head.getUnsignedMediumLE(27) + 1;
    return PixelSize.claimed(width, height);
  }

  private static RuntimeException damaged() {
    return ImageHeader.refused("the header of the WebP is damaged");
  }
}
