package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * Reads JSON as it arrives, split anywhere, and takes out the pictures in base64. Each byte is
 * looked at once, and decoded in the buffer it came in: nothing is allocated that grows with the
 * picture.
 *
 * <p>To be fed, then asked {@link #next} until it says MORE, and so on; by one thread at a time.
 */
final class PictureScanner {
  private static final int WINDOW = 8 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final Origin origin;
  private final JsonText text;
  private final StringChars chars = new StringChars();
  private final Base64Bytes base64 = new Base64Bytes();
  private final byte[] window = new byte[WINDOW];
  private Buffer chunk = NOTHING;
  private Buffer piece = NOTHING;
  private int windowed;
  private int at;
  private int end;
  private State state = State.IN_TEXT;

  /** What {@link #next} has come to. */
  enum Step {
    MORE,
    BEGIN,
    BYTES,
    END
  }

  private enum State {
    IN_TEXT,
    BEGUN,
    IN_PICTURE,
    ENDED
  }

  PictureScanner(Set<String> places, int most, Origin origin) {
    this.origin = origin;
    this.text = new JsonText(places, most, origin);
  }

  /** The next part of the document; it is changed. */
  void feed(Buffer next) {
    chunk = next;
    windowed = 0;
  }

  /** Reads on, to the next thing worth knowing. */
  Step next() {
    Step step = Step.MORE;
    while (step == Step.MORE && (state == State.ENDED || at < end || slide())) {
      step = step();
    }
    return step;
  }

  /** The bytes that {@link #next} came to; most are in what was fed. */
  Buffer piece() {
    return piece;
  }

  /** What is left when all has been fed; pictures are replaced by their numbers, from 0. */
  JsonNode rest() {
    if (state != State.IN_TEXT) {
      throw failure("the answer ends within a picture");
    }
    return text.read();
  }

  private Step step() {
    return switch (state) {
      case IN_TEXT -> text();
      case BEGUN -> head();
      case IN_PICTURE -> picture();
      case ENDED -> {
        state = State.IN_TEXT;
        yield Step.END;
      }
    };
  }

  private boolean slide() {
    end = Math.min(WINDOW, chunk.length() - windowed);
    at = 0;
    chunk.getBytes(windowed, windowed + end, window);
    windowed += end;
    return end > 0;
  }

  private Step text() {
    while (at < end) {
      if (text.take(window[at++] & 0xFF)) {
        state = State.BEGUN;
        return Step.BEGIN;
      }
    }
    return Step.MORE;
  }

  private Step head() {
    String encoded = text.begin();
    piece = Buffer.buffer(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      int b = checked(base64.take(encoded.charAt(i)));
      if (b >= 0) {
        piece.appendByte((byte) b);
      }
    }
    state = State.IN_PICTURE;
    return Step.BYTES;
  }

  /** All that was fed of the picture becomes one piece. */
  private Step picture() {
    int start = windowed - end + at;
    int written = start;
    do {
      int from = at;
      int length = decodeWindow() - from;
      chunk.setBytes(written, window, from, length);
      written += length;
    } while (state == State.IN_PICTURE && slide());
    piece = chunk.slice(start, written);
    return written == start ? Step.MORE : Step.BYTES;
  }

  /** Where in the window the bytes end that were decoded in it. */
  private int decodeWindow() {
    int to = at;
    while (at < end && state == State.IN_PICTURE) {
      if (isBlock() && base64.takesBlock(window, at, to)) {
        at += Base64Bytes.BLOCK;
        to += Base64Bytes.BLOCK_BYTES;
      } else {
        int b = decoded(window[at++] & 0xFF);
        if (b >= 0) {
          window[to++] = (byte) b;
        }
      }
    }
    return to;
  }

  private boolean isBlock() {
    return end - at >= Base64Bytes.BLOCK && chars.isBetween();
  }

  private int decoded(int c) {
    int character = chars.take(c);
    if (character >= 0) {
      return checked(base64.take(character));
    }
    if (character == StringChars.END && base64.end()) {
      state = State.ENDED;
    } else if (character != StringChars.PENDING) {
      throw failure("the picture is not valid base64");
    }
    return Base64Bytes.NOTHING;
  }

  private int checked(int b) {
    if (b == Base64Bytes.JUNK) {
      throw failure("the picture is not valid base64");
    }
    return b;
  }

  private AnimusException failure(String what) {
    return new AnimusException.Protocol(origin, what, null);
  }
}
