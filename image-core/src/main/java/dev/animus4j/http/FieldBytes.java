package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a line or of an event. As long as they lie in one piece they are left where they
 * are; only what comes in several pieces is copied together.
 */
final class FieldBytes {
  private static final List<String> NAMES = List.of("data", "event", "id", "retry");

  private static final byte[] NONE = {};

  private byte[] own = NONE;
  private byte[] bytes = NONE;
  private int from;
  private int to;

  byte[] array() {
    return bytes;
  }

  int offset() {
    return from;
  }

  int size() {
    return to - from;
  }

  void reset() {
    own = NONE;
    bytes = NONE;
    from = 0;
    to = 0;
  }

  /** What is added has to stay as it is until this is {@linkplain #keep kept} or reset. */
  void add(byte[] more, int start, int end) {
    if (size() == 0) {
      bytes = more;
      from = start;
      to = end;
    } else if (more == bytes && start == to) {
      to = end;
    } else {
      ownUpTo(size() + end - start);
      System.arraycopy(more, start, own, to, end - start);
      to += end - start;
    }
  }

  /** Makes it independent of where it came from. */
  void keep() {
    if (bytes != own) {
      ownUpTo(size());
    }
  }

  private void ownUpTo(int most) {
    byte[] target = own.length < most ? new byte[Math.max(most, 2 * own.length)] : own;
    boolean isThere = bytes == target && from == 0;
    if (!isThere) {
      System.arraycopy(bytes, from, target, 0, size());
      to = size();
      from = 0;
    }
    own = target;
    bytes = target;
  }

  byte at(int index) {
    return bytes[from + index];
  }

  boolean startsWith(byte[] prefix) {
    return size() >= prefix.length
        && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
  }

  boolean has(int start, byte wanted) {
    return text(start).indexOf(wanted) >= 0;
  }

  /** What stands before the first colon, if it is a field's name; else nothing. */
  String name(int start) {
    for (String name : NAMES) {
      int end = start + name.length();
      if (end <= size() && (end == size() || at(end) == ':') && isAt(start, name)) {
        return name;
      }
    }
    return "";
  }

  private boolean isAt(int start, String name) {
    int same = 0;
    while (same < name.length() && at(start + same) == name.charAt(same)) {
      same++;
    }
    return same == name.length();
  }

  String text(int start) {
    return new String(bytes, from + start, size() - start, UTF_8);
  }

  /** Adds what is here from this index on. */
  void addTo(FieldBytes target, int start) {
    target.add(bytes, from + start, to);
    if (bytes == own) {
      target.keep();
    }
  }

  byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
