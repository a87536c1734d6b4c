package dev.animus4j.chat.provider.inline;

import dev.animus4j.image.Image;
import dev.animus4j.image.provider.json.Base64Alphabet;
import io.vertx.core.buffer.Buffer;

/**
 * Decoder for base64 that arrives in pieces, in either alphabet, with or without padding, white
 * space or percent signs. The bytes are passed on by the block.
 */
final class Base64Bytes {
  private static final int BLOCK = 8 * 1024;

  /** How much of an image shows its type. */
  private static final int HEAD = 40;

  private final Receiver out;
  private final byte[] block;
  private int size;
  private int bits;
  private int held;
  private int hexDigits;
  private int code;
  private boolean invalid;

  /** Receives bytes, in an array that is used again. */
  @FunctionalInterface
  interface Receiver {
    void receive(byte[] bytes, int size);
  }

  Base64Bytes(Receiver out) {
    this(BLOCK, out);
  }

  private Base64Bytes(int blockSize, Receiver out) {
    this.out = out;
    this.block = new byte[blockSize];
  }

  /** Whether this base64 begins like an image file of a known type. */
  static boolean beginsImage(CharSequence base64) {
    Buffer head = Buffer.buffer(HEAD);
    Base64Bytes decoder = new Base64Bytes(HEAD, (bytes, size) -> head.appendBytes(bytes, 0, size));
    for (int i = 0; i < Math.min(HEAD, base64.length()); i++) {
      decoder.accept(base64.charAt(i));
    }
    var unused = decoder.finish();
    return Image.Format.detectMediaType(head).isPresent();
  }

  /** Whether a character may be part of base64 in a URL. */
  static boolean isPart(int c) {
    return c == '%' || Base64Alphabet.isDigit(c);
  }

  void accept(char c) {
    if (hexDigits > 0) {
      code = code << 4 | Math.max(0, Character.digit(c, 16));
      hexDigits--;
      if (hexDigits == 0) {
        decode(code);
      }
    } else if (c == '%') {
      hexDigits = 2;
      code = 0;
    } else {
      decode(c);
    }
  }

  private void decode(int c) {
    int sextet = Base64Alphabet.sextet(c);
    if (sextet < 0) {
      invalid = invalid || sextet == Base64Alphabet.NONE;
      return;
    }
    bits = bits << 6 | sextet;
    held += 6;
    if (held >= 8) {
      held -= 8;
      block[size++] = (byte) (bits >>> held);
      if (size == block.length) {
        flush();
      }
    }
  }

  /** Passes on the last bytes; whether all of it was valid. */
  boolean finish() {
    flush();
    return !invalid && held != 6;
  }

  private void flush() {
    if (size > 0) {
      out.receive(block, size);
      size = 0;
    }
  }
}
