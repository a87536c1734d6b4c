package dev.animus4j.http.sse;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;

/**
 * Checks by its beginning whether a body is an event stream: labels lie. A page never is one, and
 * other text only if the media type says so.
 */
final class EventStreamCheck {
  private static final String MEDIA_TYPE = "text/event-stream";

  private final FailureOrigin origin;
  private final String mediaType;
  private boolean passed;

  EventStreamCheck(FailureOrigin origin, String mediaType) {
    this.origin = origin;
    this.mediaType = mediaType;
  }

  /** Creates the check of a stream that is called one. */
  static EventStreamCheck labelled(FailureOrigin origin) {
    return new EventStreamCheck(origin, MEDIA_TYPE);
  }

  void pass() {
    passed = true;
  }

  /** Returns the first byte of a line; fails if it is the first of a page. */
  byte requireNoPage(byte first) {
    if (!passed && first == '<') {
      throw failure();
    }
    return first;
  }

  /** Fails unless the first line is a comment or a field, or the media type is right. */
  void requireField(ByteAccumulator line) {
    passed =
        passed
            || mediaType.equals(MEDIA_TYPE)
            || line.byteAt(0) == ':'
            || !line.fieldName().isEmpty();
    if (!passed) {
      throw failure();
    }
  }

  private AnimusException failure() {
    String type = mediaType.isEmpty() ? "of no media type" : mediaType;
    String what = mediaType.equals(MEDIA_TYPE) ? "a page" : type;
    return new AnimusException.Protocol(
        origin, "the answer is " + what + ", not an event stream", null);
  }
}
