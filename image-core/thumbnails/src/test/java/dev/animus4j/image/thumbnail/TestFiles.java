package dev.animus4j.image.thumbnail;

import io.vertx.core.buffer.Buffer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Real pictures, drawn here or by libwebp and libavif, and headers that lie. */
final class TestFiles {
  private TestFiles() {}

  /** One that another library has drawn: 64 x 48, its left half red. */
  static Buffer file(String name) {
    try (InputStream file = TestFiles.class.getResourceAsStream(name)) {
      return Buffer.buffer(Objects.requireNonNull(file).readAllBytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Red and green above blue and white. */
  static Buffer quarters(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    Color[] colors = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
    for (int at = 0; at < colors.length; at++) {
      graphics.setColor(colors[at]);
      graphics.fillRect(at % 2 * width / 2, at / 2 * height / 2, width, height);
    }
    graphics.dispose();
    return encoded(image, format);
  }

  static Buffer encoded(BufferedImage image, String format) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException(format);
      }
      return Buffer.buffer(bytes.toByteArray());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static BufferedImage decoded(Buffer file) {
    try {
      return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file.getBytes())));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The letter of the colour at a place: R, G, B, W; or a dot where nothing is to be seen. */
  static char color(BufferedImage image, double x, double y) {
    Color color =
        new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())), true);
    if (color.getAlpha() < 100) {
      return '.';
    }
    boolean red = color.getRed() > 128;
    boolean green = color.getGreen() > 128;
    boolean blue = color.getBlue() > 128;
    return red && green && blue ? 'W' : red ? 'R' : green ? 'G' : 'B';
  }

  /** A JPEG that was photographed this way up, by the first entry of its EXIF. */
  static Buffer oriented(Buffer jpeg, int orientation) {
    Buffer exif =
        latin1("Exif\0\0MM\0\u002a\0\0\0\u0008\0\u0001")
            .appendUnsignedShort(0x0112)
            .appendUnsignedShort(3)
            .appendUnsignedInt(1)
            .appendUnsignedShort(orientation)
            .appendUnsignedShort(0)
            .appendUnsignedInt(0);
    return latin1("\u00ff\u00d8\u00ff\u00e1")
        .appendUnsignedShort(exif.length() + 2)
        .appendBuffer(exif)
        .appendBuffer(jpeg, 2, jpeg.length() - 2);
  }

  /** A WebP of 64 x 48 with a frame that is as large as WebP allows. */
  static Buffer webpWithAHugeFrame(boolean animated) {
    long size = 16_383 | 16_383L << 14;
    Buffer frame = chunk("VP8L", latin1("\u002f").appendUnsignedIntLE(size).appendLong(0));
    Buffer canvas = chunk("VP8X", Buffer.buffer(new byte[4]).appendMediumLE(63).appendMediumLE(47));
    Buffer all =
        latin1("WEBP")
            .appendBuffer(canvas)
            .appendBuffer(
                animated ? chunk("ANMF", Buffer.buffer(new byte[16]).appendBuffer(frame)) : frame);
    return latin1("RIFF").appendUnsignedIntLE(all.length()).appendBuffer(all);
  }

  private static Buffer chunk(String type, Buffer content) {
    Buffer chunk = latin1(type).appendUnsignedIntLE(content.length()).appendBuffer(content);
    return content.length() % 2 == 0 ? chunk : chunk.appendByte((byte) 0);
  }

  /** A GIF of 10 x 10 with a frame of 65,535 x 65,535. */
  static Buffer gifWithAHugeFrame() {
    return latin1("GIF89a\n\0\n\0\u0080\0\0\0\0\0\u00ff\u00ff\u00ff,\0\0\0\0")
        .appendUnsignedShortLE(65_535)
        .appendUnsignedShortLE(65_535)
        .appendBuffer(latin1("\0\u0002\u0002L\u0001\0;"));
  }

  /** The same file with its pixels overwritten, and its parts as they were. */
  static Buffer damaged(Buffer file) {
    Buffer damaged = file.copy();
    for (int at = 45; at < file.length() - 20; at++) {
      damaged.setByte(at, (byte) 0xFF);
    }
    return damaged;
  }

  /** A PNG without pixels that claims to be so large. */
  static Buffer png(int width, int height) {
    return latin1("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR")
        .appendUnsignedInt(width)
        .appendUnsignedInt(height)
        .appendBytes(new byte[9])
        .appendBuffer(latin1("\0\0\0\0IDAT\0\0\0\0\0\0\0\0IEND\u00ae\u0042\u0060\u0082"));
  }

  static Buffer latin1(String text) {
    return Buffer.buffer(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
