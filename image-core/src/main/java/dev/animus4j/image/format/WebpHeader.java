package dev.animus4j.image.format;

import io.vertx.core.buffer.Buffer;

/** Header of a WebP file: the first chunk gives the encoding, and the size (RFC 9649). */
final class WebpHeader {
  private WebpHeader() {}

  /** Needs the first 30 bytes, which is less than any WebP has. */
  static PixelSize size(Buffer head) {
    return switch (head.getString(12, 16, "ISO-8859-1")) {
      case "VP8 " -> lossySize(head);
      case "VP8L" -> losslessSize(head);
      case "VP8X" -> canvasSize(head);
      default -> throw damagedHeader();
    };
  }

  private static PixelSize lossySize(Buffer head) {
    if (!ImageType.hasBytesAt(head, 23, "\u009d\u0001\u002a")) {
      throw damagedHeader();
    }
    int width = head.getUnsignedShortLE(26) & 0x3FFF;
    int height = head.getUnsignedShortLE(28) & 0x3FFF;
    return PixelSize.of(width, height);
  }

  private static PixelSize losslessSize(Buffer head) {
    if (head.getByte(20) != 0x2F) {
      throw damagedHeader();
    }
    long bits = head.getUnsignedIntLE(21);
    return PixelSize.of((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
  }

  private static PixelSize canvasSize(Buffer head) {
    int width = head.getUnsignedMediumLE(24) + 1;
    int height = head.getUnsignedMediumLE(27) + 1;
    return PixelSize.of(width, height);
  }

  private static RuntimeException damagedHeader() {
    return ParsedImageHeader.invalidImage("the header of the WebP is damaged");
  }
}
