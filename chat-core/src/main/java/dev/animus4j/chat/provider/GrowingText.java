package dev.animus4j.chat.provider;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text that comes in pieces; as long as there is only one of them, it is that piece. A long one
 * is kept in blocks, so that it takes little more room than itself while it grows.
 */
final class GrowingText {
  private static final int BLOCK = 2 << 10;

  private final List<String> blocks = new ArrayList<>(0);
  private String first = "";
  private @Nullable StringBuilder latest;
  private int length;

  boolean isEmpty() {
    return length == 0;
  }

  int length() {
    return length;
  }

  /** The last character; there is one. */
  char last() {
    CharSequence end = latest();
    return end.charAt(end.length() - 1);
  }

  void append(String piece) {
    if (isEmpty()) {
      first = piece;
    } else if (!piece.isEmpty()) {
      latest = (latest == null ? new StringBuilder(first) : withRoom(latest)).append(piece);
    }
    length += piece.length();
  }

  private StringBuilder withRoom(StringBuilder block) {
    if (block.length() >= BLOCK) {
      blocks.add(block.toString());
      block.setLength(0);
    }
    return block;
  }

  void clear() {
    blocks.clear();
    first = "";
    latest = null;
    length = 0;
  }

  /** From there to the end; quick for what was appended last. */
  String from(int start) {
    CharSequence end = latest();
    int before = length - end.length();
    return start < before
        ? toString().substring(start)
        : end.subSequence(start - before, end.length()).toString();
  }

  private CharSequence latest() {
    return latest == null ? first : latest;
  }

  @Override
  public String toString() {
    String end = latest().toString();
    return blocks.isEmpty() ? end : String.join("", blocks).concat(end);
  }
}
