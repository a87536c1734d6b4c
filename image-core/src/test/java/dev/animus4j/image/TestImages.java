package dev.animus4j.image;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Pictures made on the spot: real ones where the JDK can draw them, else by hand from the format's
 * book.
 */
public final class TestImages {
  private TestImages() {}

  /** A real picture of noise, so that it does not compress to nothing. */
  public static Buffer drawn(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int at = 0; at < width * height; at++) {
      image.setRGB(at % width, at / width, random.nextInt(1 << 24));
    }
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, format, bytes);
      return Buffer.buffer(bytes.toByteArray());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A PNG without pixels that claims to be so large. */
  public static Buffer png(long width, long height) {
    return latin1("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR")
        .appendUnsignedInt(width)
        .appendUnsignedInt(height)
        .appendBytes(new byte[9])
        .appendBuffer(latin1("\0\0\0\0IDAT\0\0\0\0\0\0\0\0IEND\u00ae\u0042\u0060\u0082"));
  }

  public static Buffer gif(int width, int height) {
    return latin1("GIF89a")
        .appendUnsignedShortLE(width)
        .appendUnsignedShortLE(height)
        .appendBytes(new byte[3])
        .appendBuffer(latin1("\u002c\0\0\0\0\0\0\0\0\0\u0002\0;"));
  }

  /** A JPEG without pixels: {@code before} the frame header, then the frame header. */
  public static Buffer jpeg(Buffer before, int marker, int width, int height) {
    return latin1("\u00ff\u00d8")
        .appendBuffer(before)
        .appendUnsignedByte((short) 0xFF)
        .appendUnsignedByte((short) marker)
        .appendUnsignedShort(17)
        .appendByte((byte) 8)
        .appendUnsignedShort(height)
        .appendUnsignedShort(width)
        .appendBytes(new byte[10])
        .appendBuffer(latin1("\u00ff\u00da\0\u0002\u00ff\u00d9"));
  }

  public static Buffer segment(int marker, Buffer content) {
    return Buffer.buffer()
        .appendUnsignedByte((short) 0xFF)
        .appendUnsignedByte((short) marker)
        .appendUnsignedShort(content.length() + 2)
        .appendBuffer(content);
  }

  public static Buffer webp(String chunk, Buffer content) {
    return webp(chunk, content, Buffer.buffer());
  }

  private static Buffer webp(String chunk, Buffer content, Buffer further) {
    return latin1("RIFF")
        .appendUnsignedIntLE(12 + content.length() + further.length())
        .appendString("WEBP" + chunk)
        .appendUnsignedIntLE(content.length())
        .appendBuffer(content)
        .appendBuffer(further);
  }

  public static Buffer lossy(int width, int height) {
    return webp(
        "VP8 ",
        latin1("\0\0\0\u009d\u0001\u002a")
            .appendUnsignedShortLE(width | 0x4000)
            .appendUnsignedShortLE(height | 0x8000)
            .appendBytes(new byte[8]));
  }

  public static Buffer lossless(int width, int height) {
    long bits = (width - 1) | (long) (height - 1) << 14 | 1L << 28;
    return webp("VP8L", latin1("\u002f").appendUnsignedIntLE(bits).appendBytes(new byte[9]));
  }

  public static Buffer canvas(int width, int height) {
    return webp(
        "VP8X",
        latin1("\u0010\0\0\0").appendMediumLE(width - 1).appendMediumLE(height - 1),
        lossy(1, 1).getBuffer(12, 38));
  }

  public static Buffer avif(Buffer brands, Buffer properties) {
    Buffer meta =
        Buffer.buffer(new byte[4])
            .appendBuffer(box("hdlr", Buffer.buffer(new byte[24])))
            .appendBuffer(box("iprp", box("ipco", properties)));
    return box("ftyp", brands)
        .appendBuffer(box("meta", meta))
        .appendBuffer(box("mdat", Buffer.buffer(new byte[64])));
  }

  public static Buffer avif(int width, int height) {
    return avif(latin1("avif\0\0\0\0mif1miafavif"), ispe(width, height));
  }

  public static Buffer ispe(long width, long height) {
    return box(
        "ispe", Buffer.buffer(new byte[4]).appendUnsignedInt(width).appendUnsignedInt(height));
  }

  public static Buffer box(String type, Buffer content) {
    return Buffer.buffer()
        .appendUnsignedInt(8 + content.length())
        .appendString(type)
        .appendBuffer(content);
  }

  public static Buffer latin1(String text) {
    return Buffer.buffer(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same bytes in pieces of at most {@code size}. */
  public static Flowable<Buffer> pieces(Buffer bytes, int size) {
    int count = (bytes.length() + size - 1) / size;
    return Flowable.range(0, count)
        .map(at -> bytes.getBuffer(at * size, Math.min((at + 1) * size, bytes.length())));
  }
}
