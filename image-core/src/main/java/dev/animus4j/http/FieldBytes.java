package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The bytes of a line or of an event being gathered, readable in place. */
final class FieldBytes extends ByteArrayOutputStream {
  private static final int LONGEST_NAME = "event".length();

  byte at(int index) {
    return buf[index];
  }

  boolean startsWith(byte[] prefix) {
    return count >= prefix.length && Arrays.equals(buf, 0, prefix.length, prefix, 0, prefix.length);
  }

  boolean has(int from, byte wanted) {
    return new String(buf, from, count - from, UTF_8).indexOf(wanted) >= 0;
  }

  /** What stands before the first colon, as far as it can be a field's name. */
  String name(int from) {
    int end = from;
    while (end < count && buf[end] != ':' && end - from < LONGEST_NAME + 1) {
      end++;
    }
    return new String(buf, from, end - from, UTF_8);
  }

  String text(int from) {
    return new String(buf, from, count - from, UTF_8);
  }

  void copyTo(FieldBytes target, int from) {
    target.write(buf, from, count - from);
    target.write('\n');
  }

  byte[] withoutLast() {
    return Arrays.copyOf(buf, count - 1);
  }
}
