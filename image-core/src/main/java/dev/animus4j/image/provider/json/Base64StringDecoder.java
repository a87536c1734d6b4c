package dev.animus4j.image.provider.json;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Decoder for the base64 in a JSON string, in place. It ends with the string, or, where it is
 * embedded in a text, with the first character that is no base64.
 */
final class Base64StringDecoder {
  private static final int LONGEST_ESCAPE = 6;

  private final FailureOrigin origin;
  private final JsonStringDecoder chars = new JsonStringDecoder();
  private final Base64Decoder base64 = new Base64Decoder();

  /** The bytes of the last character. */
  private final byte[] raw = new byte[LONGEST_ESCAPE];

  private int rawLength;
  private boolean embedded;
  private boolean ended;
  private int percentDigits;
  private int percentCode;

  Base64StringDecoder(FailureOrigin origin) {
    this.origin = origin;
  }

  /** Begins an image with these characters, which were read before. */
  Buffer begin(String encoded, boolean embedded) {
    this.embedded = embedded;
    ended = false;
    Buffer decoded = Buffer.buffer(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      int b = requireValid(base64.decode(encoded.charAt(i)));
      if (b >= 0) {
        decoded.appendByte((byte) b);
      }
    }
    return decoded;
  }

  /** Decodes all that was fed of the image into one piece. */
  Buffer decode(ByteWindow window) {
    int start = window.position();
    int written = start;
    while (!ended && window.hasMore()) {
      int from = window.at;
      int length = decodeWindow(window) - from;
      window.write(written, from, length);
      written += length;
    }
    return window.slice(start, written);
  }

  boolean hasEnded() {
    return ended;
  }

  /** Whether the base64 may end here, with the body. */
  boolean finish() {
    return base64.finish();
  }

  /** Takes the bytes of the character that ended embedded base64; none otherwise. */
  byte[] takeRest() {
    return embedded ? Arrays.copyOf(raw, rawLength) : new byte[0];
  }

  /** Decodes in place, and returns the end of the decoded bytes in the window. */
  private int decodeWindow(ByteWindow window) {
    int to = window.at;
    while (window.at < window.end && !ended) {
      if (hasBlock(window) && base64.decodeBlock(window.bytes, window.at, to)) {
        window.at += Base64Decoder.BLOCK;
        to += Base64Decoder.BLOCK_BYTES;
      } else {
        int b = decode(window.take());
        if (b >= 0) {
          window.bytes[to++] = (byte) b;
        }
      }
    }
    return to;
  }

  private boolean hasBlock(ByteWindow window) {
    return window.end - window.at >= Base64Decoder.BLOCK
        && chars.isAtBoundary()
        && percentDigits == 0;
  }

  private int decode(int c) {
    rawLength = chars.isAtBoundary() ? 0 : rawLength;
    raw[rawLength++] = (byte) c;
    int character = unescape(chars.accept(c));
    if (character >= 0 && !(embedded && !Base64Alphabet.isDigit(character))) {
      return requireValid(base64.decode(character));
    }
    boolean atEnd =
        embedded ? character != JsonStringDecoder.PENDING : character == JsonStringDecoder.END;
    if (atEnd && base64.finish()) {
      ended = true;
    } else if (character != JsonStringDecoder.PENDING) {
      throw invalid();
    }
    return Base64Decoder.NOTHING;
  }

  /** In a URL, characters may be written as a percent sign and two digits (RFC 3986, 2.1). */
  private int unescape(int character) {
    if (percentDigits > 0 && character != JsonStringDecoder.PENDING) {
      percentCode = percentCode << 4 | requireDigit(character);
      return --percentDigits > 0 ? JsonStringDecoder.PENDING : percentCode;
    }
    if (character == '%') {
      percentDigits = 2;
      percentCode = 0;
      return JsonStringDecoder.PENDING;
    }
    return character;
  }

  private int requireDigit(int character) {
    int digit = Character.digit(character, 16);
    if (digit < 0) {
      throw invalid();
    }
    return digit;
  }

  private int requireValid(int b) {
    if (b == Base64Decoder.INVALID) {
      throw invalid();
    }
    return b;
  }

  private AnimusException invalid() {
    return new AnimusException.Protocol(origin, "the picture is not valid base64", null);
  }
}
