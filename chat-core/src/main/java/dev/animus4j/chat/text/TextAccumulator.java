package dev.animus4j.chat.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accumulates streamed text; a single delta is kept as it is. A long text is kept in blocks, so
 * that it takes little more memory than its length while it grows.
 */
public final class TextAccumulator {
  private static final int BLOCK = 1 << 10;

  /** The first capacity of a block, which doubles: most of it would stay empty in a short text. */
  private static final int CAPACITY = BLOCK / 8;

  /** How many blocks are joined, for each takes some memory of its own. */
  private static final int JOINED = 8;

  /** Long blocks, each joined from short ones, and then short ones. */
  private List<String> blocks = List.of();

  private int longBlocks;
  private String firstDelta = "";
  private @Nullable StringBuilder lastBlock;
  private int length;

  /** Whether nothing, or only empty text, was appended. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The length in characters, as of {@link String#length}. */
  public int length() {
    return length;
  }

  /** The last character; the text must not be empty. */
  public char lastChar() {
    CharSequence end = tail();
    return end.charAt(end.length() - 1);
  }

  /** Appends a delta. */
  public void append(String delta) {
    if (isEmpty()) {
      firstDelta = delta;
    } else if (!delta.isEmpty()) {
      lastBlock =
          (lastBlock == null ? new StringBuilder(firstDelta) : blockFor(lastBlock, delta))
              .append(delta);
    }
    length += delta.length();
  }

  /** The block to append to: this one, unless it would become too long. */
  private StringBuilder blockFor(StringBuilder block, String delta) {
    if (block.length() + delta.length() <= BLOCK) {
      return block;
    }
    blocks = blocks.isEmpty() ? new ArrayList<>() : blocks;
    blocks.add(block.toString());
    joinBlocks();
    return new StringBuilder(CAPACITY);
  }

  private void joinBlocks() {
    List<String> latest = blocks.subList(longBlocks, blocks.size());
    if (latest.size() == JOINED) {
      String joined = String.join("", latest);
      latest.clear();
      blocks.add(joined);
      longBlocks++;
    }
  }

  /** Removes all text. */
  public void clear() {
    blocks = List.of();
    longBlocks = 0;
    firstDelta = "";
    lastBlock = null;
    length = 0;
  }

  /** The text from {@code start} to the end; fast within the last block. */
  public String substring(int start) {
    CharSequence end = tail();
    int before = length - end.length();
    return start < before
        ? toString().substring(start)
        : end.subSequence(start - before, end.length()).toString();
  }

  private CharSequence tail() {
    return lastBlock == null ? firstDelta : lastBlock;
  }

  @Override
  public String toString() {
    String end = tail().toString();
    return blocks.isEmpty() ? end : String.join("", blocks).concat(end);
  }
}
