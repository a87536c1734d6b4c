package dev.animus4j.image.provider.json;

import io.vertx.core.buffer.Buffer;

/** Window on the bytes that were fed last; what is decoded is written back in their place. */
final class ByteWindow {
  private static final int SIZE = 8 * 1024;

  final byte[] bytes = new byte[SIZE];

  /** The position of the next byte in the window. */
  int at;

  /** The end of the bytes in the window. */
  int end;

  private Buffer chunk = Buffer.buffer(0);
  private int windowed;

  void feed(Buffer next) {
    chunk = next;
    windowed = 0;
    at = 0;
    end = 0;
  }

  /** Whether there is another byte in the window; loads the next ones. */
  boolean hasMore() {
    if (at == end) {
      end = Math.min(SIZE, chunk.length() - windowed);
      at = 0;
      chunk.getBytes(windowed, windowed + end, bytes);
      windowed += end;
    }
    return at < end;
  }

  int take() {
    return bytes[at++] & 0xFF;
  }

  /** The position of the next byte in what was fed. */
  int position() {
    return windowed - end + at;
  }

  /** Takes all bytes that are left. */
  Buffer takeAll() {
    Buffer all = chunk.slice(position(), chunk.length());
    windowed = chunk.length();
    at = end;
    return all;
  }

  /** Writes bytes of the window back to a place that has been read. */
  void write(int to, int from, int length) {
    chunk.setBytes(to, bytes, from, length);
  }

  Buffer slice(int from, int to) {
    return chunk.slice(from, to);
  }
}
