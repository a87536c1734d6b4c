package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * Scanner that reads JSON as it arrives, split anywhere, and extracts the images in base64. Each
 * byte is read once, and decoded in the buffer it came in: nothing is allocated that grows with the
 * image.
 *
 * <p>Call {@link #feed}, then {@link #next} until it returns MORE, and so on; on one thread at a
 * time.
 */
final class Base64ImageScanner {
  private static final int WINDOW = 8 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final FailureOrigin origin;
  private final JsonImageLocator locator;
  private final JsonStringDecoder chars = new JsonStringDecoder();
  private final Base64Decoder base64 = new Base64Decoder();
  private final byte[] window = new byte[WINDOW];
  private Buffer chunk = NOTHING;
  private Buffer piece = NOTHING;
  private int windowed;
  private int at;
  private int end;
  private State state = State.IN_TEXT;

  /** Result of {@link #next}. */
  enum Step {
    MORE,
    BEGIN,
    BYTES,
    END
  }

  private enum State {
    IN_TEXT,
    IMAGE_STARTED,
    IN_IMAGE,
    IMAGE_ENDED
  }

  Base64ImageScanner(Set<String> keys, int maxRemainder, FailureOrigin origin) {
    this.origin = origin;
    this.locator = new JsonImageLocator(keys, maxRemainder, origin);
  }

  /** Feeds the next part of the document; the buffer is changed. */
  void feed(Buffer next) {
    chunk = next;
    windowed = 0;
  }

  /** Reads on to the next step. */
  Step next() {
    Step step = Step.MORE;
    while (step == Step.MORE && (state == State.IMAGE_ENDED || at < end || fillWindow())) {
      step = step();
    }
    return step;
  }

  /** The decoded bytes of the last step; usually a slice of the buffer that was fed. */
  Buffer piece() {
    return piece;
  }

  /**
   * The document without its images when all has been fed; images are replaced by their numbers,
   * from 0.
   */
  JsonNode remainder() {
    if (state != State.IN_TEXT) {
      throw failure("the answer ends within a picture");
    }
    return locator.remainder();
  }

  private Step step() {
    return switch (state) {
      case IN_TEXT -> scanText();
      case IMAGE_STARTED -> decodeHead();
      case IN_IMAGE -> decodePiece();
      case IMAGE_ENDED -> {
        state = State.IN_TEXT;
        yield Step.END;
      }
    };
  }

  private boolean fillWindow() {
    end = Math.min(WINDOW, chunk.length() - windowed);
    at = 0;
    chunk.getBytes(windowed, windowed + end, window);
    windowed += end;
    return end > 0;
  }

  private Step scanText() {
    while (at < end) {
      if (locator.accept(window[at++] & 0xFF)) {
        state = State.IMAGE_STARTED;
        return Step.BEGIN;
      }
    }
    return Step.MORE;
  }

  private Step decodeHead() {
    String encoded = locator.beginImage();
    piece = Buffer.buffer(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      int b = requireValid(base64.decode(encoded.charAt(i)));
      if (b >= 0) {
        piece.appendByte((byte) b);
      }
    }
    state = State.IN_IMAGE;
    return Step.BYTES;
  }

  /** Decodes all that was fed of the image into one piece. */
  private Step decodePiece() {
    int start = windowed - end + at;
    int written = start;
    do {
      int from = at;
      int length = decodeWindow() - from;
      chunk.setBytes(written, window, from, length);
      written += length;
    } while (state == State.IN_IMAGE && fillWindow());
    piece = chunk.slice(start, written);
    return written == start ? Step.MORE : Step.BYTES;
  }

  /** Decodes in place, and returns the end of the decoded bytes in the window. */
  private int decodeWindow() {
    int to = at;
    while (at < end && state == State.IN_IMAGE) {
      if (hasBlock() && base64.decodeBlock(window, at, to)) {
        at += Base64Decoder.BLOCK;
        to += Base64Decoder.BLOCK_BYTES;
      } else {
        int b = decode(window[at++] & 0xFF);
        if (b >= 0) {
          window[to++] = (byte) b;
        }
      }
    }
    return to;
  }

  private boolean hasBlock() {
    return end - at >= Base64Decoder.BLOCK && chars.isAtBoundary();
  }

  private int decode(int c) {
    int character = chars.accept(c);
    if (character >= 0) {
      return requireValid(base64.decode(character));
    }
    if (character == JsonStringDecoder.END && base64.finish()) {
      state = State.IMAGE_ENDED;
    } else if (character != JsonStringDecoder.PENDING) {
      throw failure("the picture is not valid base64");
    }
    return Base64Decoder.NOTHING;
  }

  private int requireValid(int b) {
    if (b == Base64Decoder.INVALID) {
      throw failure("the picture is not valid base64");
    }
    return b;
  }

  private AnimusException failure(String what) {
    return new AnimusException.Protocol(origin, what, null);
  }
}
