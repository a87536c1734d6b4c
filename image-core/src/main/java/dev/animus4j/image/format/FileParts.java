package dev.animus4j.image.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Parts of an image file, walked through while it arrives, from its first byte on, to see its end
 * pass by. Only the heads of the parts are looked at; what is after the end does not count.
 */
abstract class FileParts {
  private static final int LONGEST_HEAD = 16;

  private final byte[] head = new byte[LONGEST_HEAD];
  private int read;
  private int expected;
  private long toSkip;
  private boolean seeking;
  private boolean ended;

  /** Begins at the first part, whose head is behind this many bytes, and has so many. */
  FileParts(int before, int head) {
    skip(before);
    expect(head);
  }

  /** Reads a head; says what to skip, and then to expect. */
  abstract void read(byte[] head);

  /** Whether the file is complete, if it ends here. */
  boolean isComplete() {
    return ended;
  }

  /** Walks on; returns once all bytes were seen, or the end. */
  final void accept(Buffer piece, int from) {
    ByteBuf bytes = ((BufferInternal) piece).getByteBuf();
    int offset = bytes.readerIndex();
    int at = offset + from;
    int end = offset + piece.length();
    while (at < end && !ended) {
      at = toSkip > 0 ? skip(at, end) : seeking ? seek(bytes, at, end) : readHead(bytes, at, end);
    }
  }

  /** Reads a head of so many bytes next, from 1 to 16. */
  final void expect(int bytes) {
    expected = bytes;
  }

  /** Skips so many bytes first. */
  final void skip(long bytes) {
    toSkip = bytes;
  }

  /** Skips all, then, until behind the next byte of ones, which announces a marker of a JPEG. */
  final void seekMarker() {
    seeking = true;
  }

  final void end() {
    ended = true;
  }

  /** Whether bytes of the last part are missing. */
  final boolean isSkipping() {
    return toSkip > 0;
  }

  private int seek(ByteBuf bytes, int at, int end) {
    int found = bytes.indexOf(at, end, (byte) 0xFF);
    seeking = found < 0;
    return seeking ? end : found + 1;
  }

  private int skip(int at, int end) {
    int skipped = (int) Math.min(toSkip, end - at);
    toSkip -= skipped;
    return at + skipped;
  }

  private int readHead(ByteBuf bytes, int at, int end) {
    int length = Math.min(expected - read, end - at);
    bytes.getBytes(at, head, read, length);
    read += length;
    if (read == expected) {
      read = 0;
      read(head);
    }
    return at + length;
  }

  static long unsignedInt(byte[] head, int at) {
    return (head[at] & 0xFFL) << 24 | (head[at + 1] & 0xFF) << 16 | unsignedShort(head, at + 2);
  }

  static long unsignedIntLittleEndian(byte[] head, int at) {
    return Integer.toUnsignedLong(Integer.reverseBytes((int) unsignedInt(head, at)));
  }

  static int unsignedShort(byte[] head, int at) {
    return (head[at] & 0xFF) << 8 | (head[at + 1] & 0xFF);
  }

  static String name(byte[] head, int at) {
    return new String(head, at, 4, ISO_8859_1);
  }
}
