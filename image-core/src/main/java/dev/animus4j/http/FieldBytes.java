package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** The bytes of a line or of an event being gathered, readable in place. */
final class FieldBytes extends ByteArrayOutputStream {
  private static final List<String> NAMES = List.of("data", "event", "id", "retry");

  byte at(int index) {
    return buf[index];
  }

  boolean startsWith(byte[] prefix) {
    return count >= prefix.length && Arrays.equals(buf, 0, prefix.length, prefix, 0, prefix.length);
  }

  boolean has(int from, byte wanted) {
    return new String(buf, from, count - from, UTF_8).indexOf(wanted) >= 0;
  }

  /** What stands before the first colon, if it is a field's name; else nothing. */
  String name(int from) {
    for (String name : NAMES) {
      int end = from + name.length();
      if (end <= count && (end == count || buf[end] == ':') && isAt(from, name)) {
        return name;
      }
    }
    return "";
  }

  private boolean isAt(int from, String name) {
    int same = 0;
    while (same < name.length() && buf[from + same] == name.charAt(same)) {
      same++;
    }
    return same == name.length();
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
