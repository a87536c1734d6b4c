package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Splitter of a file that comes in pieces of any size, into parts of one size. */
final class PartSplitter {
  static final int PART = 64 * 1024;

  private Buffer rest = Buffer.buffer();

  /** The parts that are complete with this piece; what is left of it waits for more. */
  List<Buffer> add(Buffer piece) {
    List<Buffer> parts = new ArrayList<>();
    int at = 0;
    while (at < piece.length()) {
      int taken = Math.min(PART - rest.length(), piece.length() - at);
      if (taken == PART) {
        parts.add(piece.slice(at, at + PART));
      } else {
        rest = rest.length() == 0 ? Buffer.buffer(PART) : rest;
        rest.appendBuffer(piece, at, taken);
        addIfComplete(parts);
      }
      at += taken;
    }
    return parts;
  }

  private void addIfComplete(List<Buffer> parts) {
    if (rest.length() == PART) {
      parts.add(rest);
      rest = Buffer.buffer();
    }
  }

  /** What is left, less than a part. */
  Buffer rest() {
    return rest;
  }
}
