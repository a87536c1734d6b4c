package dev.animus4j.benchmarks.vertx;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;

/** Data lines of an event stream, each passed on without being copied. */
final class SseDataLines {
  private static final int DATA = "data:".length();

  private final Sink sink;
  private byte[] bytes = new byte[16 * 1024];
  private int length;

  /** Receives the bytes of a line. */
  interface Sink {
    void data(byte[] bytes, int from, int length) throws IOException;
  }

  SseDataLines(Sink sink) {
    this.sink = sink;
  }

  void feed(Buffer piece) throws IOException {
    int more = piece.length();
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
    piece.getBytes(0, more, bytes, length);
    length += more;
    int start = 0;
    for (int at = 0; at < length; at++) {
      if (bytes[at] == '\n') {
        line(start, at);
        start = at + 1;
      }
    }
    System.arraycopy(bytes, start, bytes, 0, length - start);
    length -= start;
  }

  private void line(int start, int newline) throws IOException {
    int end = newline > start && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    if (end - start > DATA && bytes[start] == 'd' && bytes[start + DATA - 1] == ':') {
      int from = start + (bytes[start + DATA] == ' ' ? DATA + 1 : DATA);
      sink.data(bytes, from, end - from);
    }
  }
}
