package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** Pieces of a body that lie unread; those that have piled up are taken as one. */
final class Arrivals {
  /** How large what is taken gets, in bytes, unless it came so: to join more saves nothing. */
  private static final int LARGEST = 64 * 1024;

  private final Queue<Buffer> pieces = new ArrayDeque<>();
  private long bytes;

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** How many bytes there are. */
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

  /** What came first. There must be something. */
  Buffer take() {
    int joined = together();
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

  /** How many bytes the first pieces have that fit into one. */
  private int together() {
    int size = 0;
    for (Buffer piece : pieces) {
      if (size + piece.length() > LARGEST) {
        return size;
      }
      size += piece.length();
    }
    return size;
  }
}
