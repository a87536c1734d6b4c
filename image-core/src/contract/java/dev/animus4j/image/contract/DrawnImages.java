package dev.animus4j.image.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Real pictures of any size in bytes, for the tests of image stores. */
public final class DrawnImages {
  private static final int PIECE = 64 * 1024;

  private DrawnImages() {}

  public static Buffer drawn(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] noise = new Random(7).ints((long) width * height).toArray();
    image.setRGB(0, 0, width, height, noise, 0, width);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
      return Buffer.buffer(bytes.toByteArray());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A PNG of exactly so many bytes, of 20 by 10 pixels and a chunk that viewers skip. */
  public static Buffer padded(int bytes) {
    return stream(bytes).collect(() -> Buffer.buffer(bytes), Buffer::appendBuffer).blockingGet();
  }

  /** The same PNG, made while it is read. */
  public static Flowable<Buffer> stream(int bytes) {
    Buffer ihdr =
        Buffer.buffer().appendInt(20).appendInt(10).appendBytes(new byte[] {8, 0, 0, 0, 0});
    Buffer start =
        Buffer.buffer("\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1))
            .appendBuffer(chunk("IHDR", ihdr));
    Buffer end = chunk("IDAT", pixels()).appendBuffer(chunk("IEND", Buffer.buffer()));
    int padding = bytes - start.length() - end.length() - 12;
    return Flowable.defer(
        () -> {
          CRC32 crc = new CRC32();
          crc.update("paDd".getBytes(ISO_8859_1));
          return Flowable.just(start, Buffer.buffer().appendInt(padding).appendString("paDd"))
              .concatWith(noise(padding).doOnNext(piece -> crc.update(piece.getBytes())))
              .concatWith(
                  Flowable.defer(
                      () -> Flowable.just(Buffer.buffer().appendUnsignedInt(crc.getValue()), end)));
        });
  }

  private static Flowable<Buffer> noise(int bytes) {
    return Flowable.range(0, (bytes + PIECE - 1) / PIECE)
        .map(
            at -> {
              byte[] piece = new byte[Math.min(PIECE, bytes - at * PIECE)];
              new Random(at).nextBytes(piece);
              return Buffer.buffer(piece);
            });
  }

  private static Buffer pixels() {
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[10 * (1 + 20)]);
    deflater.finish();
    byte[] deflated = new byte[256];
    int length = deflater.deflate(deflated);
    deflater.end();
    return Buffer.buffer().appendBytes(deflated, 0, length);
  }

  private static Buffer chunk(String type, Buffer content) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(ISO_8859_1));
    crc.update(content.getBytes());
    return Buffer.buffer()
        .appendInt(content.length())
        .appendString(type)
        .appendBuffer(content)
        .appendUnsignedInt(crc.getValue());
  }

  public static Flowable<Buffer> pieces(Buffer bytes) {
    int count = (bytes.length() + PIECE - 1) / PIECE;
    return Flowable.range(0, count)
        .map(at -> bytes.getBuffer(at * PIECE, Math.min((at + 1) * PIECE, bytes.length())));
  }
}
