package dev.animus4j.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * Bytes of a line or of an event. As long as they lie in one piece they are not copied; only bytes
 * that come in several pieces are copied together.
 */
final class ByteAccumulator {
  /** The last one is no field of the standard, but one that llama.cpp reports errors with. */
  private static final List<String> NAMES = List.of("data", "event", "id", "retry", "error");

  private static final byte[] NONE = {};

  private byte[] owned = NONE;
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
    owned = NONE;
    bytes = NONE;
    from = 0;
    to = 0;
  }

  /**
   * Adds bytes, which must not change until this range is {@linkplain #detach detached} or reset.
   */
  void add(byte[] more, int start, int end) {
    if (size() == 0) {
      bytes = more;
      from = start;
      to = end;
    } else if (more == bytes && start == to) {
      to = end;
    } else {
      ensureOwned(size() + end - start);
      System.arraycopy(more, start, owned, to, end - start);
      to += end - start;
    }
  }

  /** Copies the bytes out of the array they came in. */
  void detach() {
    if (bytes != owned) {
      ensureOwned(size());
    }
  }

  private void ensureOwned(int most) {
    byte[] target = owned.length < most ? new byte[Math.max(most, 2 * owned.length)] : owned;
    boolean inPlace = bytes == target && from == 0;
    if (!inPlace) {
      System.arraycopy(bytes, from, target, 0, size());
      to = size();
      from = 0;
    }
    owned = target;
    bytes = target;
  }

  byte byteAt(int index) {
    return bytes[from + index];
  }

  boolean contains(int start, byte wanted) {
    return text(start).indexOf(wanted) >= 0;
  }

  /** Returns the name before the first colon, if it is the name of a field; else empty. */
  String fieldName() {
    for (String name : NAMES) {
      int end = name.length();
      if (end <= size() && (end == size() || byteAt(end) == ':') && startsWith(name)) {
        return name;
      }
    }
    return "";
  }

  private boolean startsWith(String name) {
    int same = 0;
    while (same < name.length() && byteAt(same) == name.charAt(same)) {
      same++;
    }
    return same == name.length();
  }

  String text(int start) {
    return new String(bytes, from + start, size() - start, UTF_8);
  }

  /** Adds the bytes from this index on to another range. */
  void appendTo(ByteAccumulator target, int start) {
    target.add(bytes, from + start, to);
    if (bytes == owned) {
      target.detach();
    }
  }

  byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
