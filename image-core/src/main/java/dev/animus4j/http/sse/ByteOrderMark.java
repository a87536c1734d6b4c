package dev.animus4j.http.sse;

/** Byte order mark at the beginning of a stream, which is skipped. */
final class ByteOrderMark {
  private static final byte[] BYTES = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private int read;

  /** Returns the index behind the mark; bytes that only begin like one are added to the line. */
  int skip(byte[] chunk, int start, int end, ByteAccumulator line) {
    int at = start;
    while (read < BYTES.length && at < end) {
      if (chunk[at] == BYTES[read]) {
        at++;
        read++;
      } else {
        line.add(BYTES, 0, read);
        read = BYTES.length;
      }
    }
    return at;
  }
}
