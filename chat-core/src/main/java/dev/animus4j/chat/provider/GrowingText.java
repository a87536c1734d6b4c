package dev.animus4j.chat.provider;

import org.jspecify.annotations.Nullable;

/** A text that comes in pieces; as long as there is only one of them, it is that piece. */
final class GrowingText {
  private String first = "";
  private @Nullable StringBuilder all;

  boolean isEmpty() {
    return first.isEmpty();
  }

  int length() {
    return all == null ? first.length() : all.length();
  }

  char charAt(int index) {
    return all == null ? first.charAt(index) : all.charAt(index);
  }

  void append(String piece) {
    if (isEmpty()) {
      first = piece;
    } else if (!piece.isEmpty()) {
      all = (all == null ? new StringBuilder(first) : all).append(piece);
    }
  }

  void clear() {
    first = "";
    all = null;
  }

  String from(int start) {
    return all == null ? first.substring(start) : all.substring(start);
  }

  @Override
  public String toString() {
    return all == null ? first : all.toString();
  }
}
