package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Set;

/**
 * Scanner that reads a body as it arrives, split anywhere, and extracts the images in it: those in
 * base64 from JSON or from a text, or the body itself. Each byte is read once, and decoded in the
 * buffer it came in: nothing is allocated that grows with the image.
 *
 * <p>Call {@link #feed}, then {@link #next} until it returns MORE, and so on; on one thread at a
 * time.
 */
final class Base64ImageScanner {
  private final FailureOrigin origin;
  private final JsonImageLocator locator;
  private final Base64StringDecoder base64;
  private final ByteWindow window = new ByteWindow();
  private final BodyStart bodyStart = new BodyStart();
  private Buffer piece = Buffer.buffer(0);
  private boolean isText;
  private State state = State.START;

  /** Result of {@link #next}. */
  enum Step {
    MORE,
    BEGIN,
    BYTES,
    END
  }

  private enum State {
    START,
    FILE_STARTED,
    IN_FILE,
    IN_TEXT,
    IMAGE_STARTED,
    IN_IMAGE,
    IMAGE_ENDED
  }

  Base64ImageScanner(Set<String> keys, int maxRemainder, FailureOrigin origin) {
    this.origin = origin;
    this.locator = new JsonImageLocator(keys, maxRemainder, origin);
    this.base64 = new Base64StringDecoder(origin);
  }

  /** Feeds the next part of the body; the buffer is changed. */
  void feed(Buffer next) {
    window.feed(next);
  }

  /** Reads on to the next step. */
  Step next() {
    Step step = Step.MORE;
    while (step == Step.MORE && (isDue() || window.hasMore())) {
      step = step();
    }
    return step;
  }

  /** The bytes of the image since the last step; usually a slice of the buffer that was fed. */
  Buffer piece() {
    return piece;
  }

  /**
   * The document without its images when all has been fed; each is replaced by its {@link
   * ImageMarker}.
   */
  JsonNode remainder() {
    boolean begun = state == State.START && begin(bodyStart.kind()) == Step.BEGIN;
    if (begun || !mayEnd()) {
      String what = "the answer ends within a picture";
      throw new AnimusException.Unavailable(origin, what, true, (Duration) null);
    }
    if (isText && state == State.IN_TEXT) {
      var unused = locator.accept('"');
    }
    return locator.remainder();
  }

  private boolean mayEnd() {
    boolean completeText = isText && state == State.IN_IMAGE && base64.finish();
    return state == State.IN_FILE || state == State.IN_TEXT || completeText;
  }

  /** Whether the body is an image itself. */
  boolean isInFile() {
    return state == State.IN_FILE;
  }

  /** Whether a step is due without further bytes. */
  private boolean isDue() {
    return state == State.FILE_STARTED
        || state == State.IMAGE_STARTED
        || state == State.IMAGE_ENDED;
  }

  private Step step() {
    return switch (state) {
      case START -> start();
      case FILE_STARTED -> emit(State.IN_FILE, bodyStart.bytes());
      case IN_FILE -> emit(State.IN_FILE, window.takeAll());
      case IN_TEXT -> scanText();
      case IMAGE_STARTED ->
          emit(State.IN_IMAGE, base64.begin(locator.beginImage(), locator.isEmbedded()));
      case IN_IMAGE -> decode();
      case IMAGE_ENDED -> endImage();
    };
  }

  private Step start() {
    BodyStart.Kind kind = BodyStart.Kind.UNKNOWN;
    while (kind == BodyStart.Kind.UNKNOWN && window.hasMore()) {
      kind = bodyStart.accept(window.take());
    }
    return kind == BodyStart.Kind.UNKNOWN ? Step.MORE : begin(kind);
  }

  /** Begins with the bytes until now, of which only the last may start an image. */
  private Step begin(BodyStart.Kind kind) {
    if (kind == BodyStart.Kind.FILE) {
      locator.beginFile();
      state = State.FILE_STARTED;
      return Step.BEGIN;
    }
    isText = kind == BodyStart.Kind.TEXT;
    boolean image = isText && locator.accept('"');
    for (byte next : bodyStart.bytes().getBytes()) {
      image = accept(next & 0xFF);
    }
    state = image ? State.IMAGE_STARTED : State.IN_TEXT;
    return image ? Step.BEGIN : Step.MORE;
  }

  private Step scanText() {
    while (window.hasMore()) {
      if (accept(window.take())) {
        state = State.IMAGE_STARTED;
        return Step.BEGIN;
      }
    }
    return Step.MORE;
  }

  private Step decode() {
    piece = base64.decode(window);
    state = base64.hasEnded() ? State.IMAGE_ENDED : State.IN_IMAGE;
    return piece.length() == 0 ? Step.MORE : Step.BYTES;
  }

  /** What ended an embedded image belongs to the text behind it. */
  private Step endImage() {
    state = State.IN_TEXT;
    for (byte next : base64.takeRest()) {
      var unused = accept(next & 0xFF);
    }
    return Step.END;
  }

  /** A text is read as the content of a JSON string. */
  private boolean accept(int c) {
    boolean quoted = c == '"' || c == '\\';
    if (isText && (quoted || c < ' ')) {
      var unused = locator.accept('\\');
      return locator.accept(quoted ? c : 'n');
    }
    return locator.accept(c);
  }

  private Step emit(State next, Buffer bytes) {
    state = next;
    piece = bytes;
    return bytes.length() == 0 ? Step.MORE : Step.BYTES;
  }
}
