package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;

/** Collects the pieces of a body, up to a limit; a body of one piece is not copied. */
final class BodyCollector {
  private static final Buffer NOTHING = Buffer.buffer();

  private final ResponseHead head;
  private final int maxBytes;
  private Buffer bytes = NOTHING;
  private boolean isSinglePiece;

  /**
   * @throws AnimusException.Protocol when the head announces more than this many bytes
   */
  BodyCollector(ResponseHead head, int maxBytes) {
    this.head = head;
    this.maxBytes = maxBytes;
    requireSize(head.length());
  }

  Buffer bytes() {
    return bytes;
  }

  /**
   * @throws AnimusException.Protocol when it is too much
   */
  void add(Buffer piece) {
    requireSize(bytes.length() + (long) piece.length());
    if (bytes.length() == 0) {
      bytes = piece;
      isSinglePiece = true;
      return;
    }
    if (isSinglePiece) {
      bytes = Buffer.buffer(Math.max(0, (int) head.length())).appendBuffer(bytes);
      isSinglePiece = false;
    }
    bytes.appendBuffer(piece);
  }

  private void requireSize(long size) {
    if (size > maxBytes) {
      throw new AnimusException.Protocol(
          head.origin(), "the answer is larger than " + maxBytes + " bytes", null);
    }
  }
}
