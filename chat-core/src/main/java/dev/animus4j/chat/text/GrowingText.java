package dev.animus4j.chat.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text that comes in pieces; as long as there is only one of them, it is that piece. A long one
 * is kept in blocks, so that it takes little more room than itself while it grows.
 */
public final class GrowingText {
  private static final int BLOCK = 1 << 10;

  private final List<String> blocks = new ArrayList<>(0);
  private String first = "";
  private @Nullable StringBuilder latest;
  private int length;

  /** Whether nothing, or only empty pieces, came. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** In characters, as of {@link String#length}. */
  public int length() {
    return length;
  }

  /** The last character; there is one. */
  public char last() {
    CharSequence end = latest();
    return end.charAt(end.length() - 1);
  }

  /** Adds a piece at the end. */
  public void append(String piece) {
    if (isEmpty()) {
      first = piece;
    } else if (!piece.isEmpty()) {
      latest = (latest == null ? new StringBuilder(first) : block(latest, piece)).append(piece);
    }
    length += piece.length();
  }

  /** The block to which it is added: this one, if that does not become too long. */
  private StringBuilder block(StringBuilder block, String piece) {
    if (block.length() + piece.length() <= BLOCK) {
      return block;
    }
    blocks.add(block.toString());
    return new StringBuilder(BLOCK);
  }

  /** Forgets all of it. */
  public void clear() {
    blocks.clear();
    first = "";
    latest = null;
    length = 0;
  }

  /** From there to the end; quick for what was appended last. */
  public String from(int start) {
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
