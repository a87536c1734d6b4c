package dev.animus4j.chat.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Compressed text that is rarely read again: prose takes less than half the memory. */
final class CompressedText {
  private final boolean latin;
  private final byte[] compressed;

  CompressedText(String text) {
    this.latin = ISO_8859_1.newEncoder().canEncode(text);
    this.compressed = compress(encode(text));
  }

  /** Not in UTF-8, which cannot encode one half of a surrogate pair split between two deltas. */
  private byte[] encode(String text) {
    if (latin) {
      return text.getBytes(ISO_8859_1);
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
    bytes.asCharBuffer().put(text);
    return bytes.array();
  }

  private static byte[] compress(byte[] bytes) {
    Deflater quick = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream target = new ByteArrayOutputStream(bytes.length);
    try (var deflating = new DeflaterOutputStream(target, quick, bytes.length)) {
      deflating.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      quick.end();
    }
    return target.toByteArray();
  }

  @Override
  public String toString() {
    try (var inflating = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      byte[] bytes = inflating.readAllBytes();
      return latin
          ? new String(bytes, ISO_8859_1)
          : ByteBuffer.wrap(bytes).asCharBuffer().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
