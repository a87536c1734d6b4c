package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;

/** Collects the pieces of a body; a body of one piece is not copied. */
final class BodyCollector {
  private static final Buffer NOTHING = Buffer.buffer();

  private final int expected;
  private Buffer bytes = NOTHING;
  private boolean isSinglePiece;

  /**
   * @param expected its length in bytes, if known
   */
  BodyCollector(int expected) {
    this.expected = expected;
  }

  Buffer bytes() {
    return bytes;
  }

  void add(Buffer piece) {
    if (bytes.length() == 0) {
      bytes = piece;
      isSinglePiece = true;
      return;
    }
    if (isSinglePiece) {
      bytes = Buffer.buffer(expected).appendBuffer(bytes);
      isSinglePiece = false;
    }
    bytes.appendBuffer(piece);
  }
}
