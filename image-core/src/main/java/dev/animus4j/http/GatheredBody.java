package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;

/** A body that comes in pieces; one that comes in one piece is that piece. */
final class GatheredBody {
  private static final Buffer NOTHING = Buffer.buffer();

  private final int expected;
  private Buffer bytes = NOTHING;
  private boolean inOnePiece;

  /**
   * @param expected how long it will be, if that is known
   */
  GatheredBody(int expected) {
    this.expected = expected;
  }

  Buffer bytes() {
    return bytes;
  }

  void add(Buffer piece) {
    if (bytes.length() == 0) {
      bytes = piece;
      inOnePiece = true;
      return;
    }
    if (inOnePiece) {
      bytes = Buffer.buffer(expected).appendBuffer(bytes);
      inOnePiece = false;
    }
    bytes.appendBuffer(piece);
  }
}
