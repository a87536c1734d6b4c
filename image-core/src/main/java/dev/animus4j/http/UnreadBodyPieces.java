package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** Queue of unread pieces of a body; several small pieces are taken as one. */
final class UnreadBodyPieces {
  /** The largest size that pieces are joined to, in bytes: joining more saves nothing. */
  private static final int MAX_BYTES = 64 * 1024;

  private final Queue<Buffer> pieces = new ArrayDeque<>(1);
  private long bytes;

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** The number of unread bytes. */
  long bytes() {
    return bytes;
  }

  void add(Buffer piece) {
    pieces.add(piece);
    bytes += piece.length();
  }

  void clear() {
    pieces.clear();
    bytes = 0;
  }

  /** Takes the first pieces; there must be one. */
  Buffer take() {
    int joined = joinableBytes();
    Buffer first = pieces.remove();
    bytes -= Math.max(joined, first.length());
    if (joined <= first.length()) {
      return first;
    }
    Buffer all = Buffer.buffer(joined).appendBuffer(first);
    while (all.length() < joined) {
      all.appendBuffer(pieces.remove());
    }
    return all;
  }

  /** The size of the first pieces that fit into one. */
  private int joinableBytes() {
    int size = 0;
    for (Buffer piece : pieces) {
      if (size + piece.length() > MAX_BYTES) {
        return size;
      }
      size += piece.length();
    }
    return size;
  }
}
