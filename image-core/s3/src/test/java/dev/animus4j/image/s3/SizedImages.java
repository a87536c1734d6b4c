package dev.animus4j.image.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.animus4j.image.contract.DrawnImages;
import dev.animus4j.image.format.ImageType;
import io.vertx.core.buffer.Buffer;

/**
 * Pictures of 20 by 10 pixels of all types, of about so many bytes, nearly all behind the header.
 */
final class SizedImages {
  private SizedImages() {}

  static Buffer of(ImageType type, int bytes) {
    return switch (type) {
      case PNG -> DrawnImages.padded(bytes);
      case JPEG -> jpeg(bytes);
      case GIF -> gif(bytes);
      case WEBP -> webp(bytes);
      case AVIF -> avif(bytes);
    };
  }

  /** More data of its scan, before the marker of the end. */
  private static Buffer jpeg(int bytes) {
    Buffer drawn = DrawnImages.drawn("jpg", 20, 10);
    int end = drawn.length() - 2;
    return drawn
        .getBuffer(0, end)
        .appendBytes(new byte[bytes])
        .appendBuffer(drawn.getBuffer(end, drawn.length()));
  }

  /** A comment in blocks, before the trailer. */
  private static Buffer gif(int bytes) {
    Buffer drawn = DrawnImages.drawn("gif", 20, 10);
    Buffer gif = drawn.getBuffer(0, drawn.length() - 1).appendBuffer(latin1("!\u00fe"));
    for (int at = 0; at < bytes / 256; at++) {
      gif.appendUnsignedByte((short) 255).appendBytes(new byte[255]);
    }
    return gif.appendBuffer(latin1("\0;"));
  }

  private static Buffer webp(int bytes) {
    int even = bytes + bytes % 2;
    Buffer frame =
        latin1("\0\0\0\u009d\u0001\u002a")
            .appendUnsignedShortLE(20)
            .appendUnsignedShortLE(10)
            .appendBytes(new byte[even]);
    return latin1("RIFF")
        .appendUnsignedIntLE(12 + frame.length())
        .appendString("WEBPVP8 ")
        .appendUnsignedIntLE(frame.length())
        .appendBuffer(frame);
  }

  private static Buffer avif(int bytes) {
    Buffer size = box("ispe", Buffer.buffer(new byte[4]).appendInt(20).appendInt(10));
    Buffer meta =
        Buffer.buffer(new byte[4])
            .appendBuffer(box("hdlr", Buffer.buffer(new byte[24])))
            .appendBuffer(box("iprp", box("ipco", size)));
    return box("ftyp", latin1("avif\0\0\0\0mif1miafavif"))
        .appendBuffer(box("meta", meta))
        .appendBuffer(box("mdat", Buffer.buffer(new byte[bytes])));
  }

  private static Buffer box(String type, Buffer content) {
    return Buffer.buffer().appendInt(8 + content.length()).appendString(type).appendBuffer(content);
  }

  private static Buffer latin1(String text) {
    return Buffer.buffer(text.getBytes(ISO_8859_1));
  }
}
