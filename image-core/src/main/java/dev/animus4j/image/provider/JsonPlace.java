package dev.animus4j.image.provider;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Where in a JSON document a reader is who looks at its punctuation and its keys only. It believes
 * whatever it sees: whether the document is well-formed, a parser has to say.
 */
final class JsonPlace {
  private static final int DEEPEST = 500;

  /** A longer key is no place of a picture, and need not be looked at again and again. */
  private static final int LONGEST = 100;

  private final Deque<Container> around = new ArrayDeque<>();
  private String key = "";
  private boolean valueNext = true;

  /** An object or an array, by the key it stands under. */
  private record Container(String key, boolean array) {}

  /** Whether a string that begins here is a key. */
  boolean isAtKey() {
    return !valueNext;
  }

  void key(String name) {
    key = name.length() > LONGEST ? "" : name;
  }

  /**
   * Whether a value that begins here stands under one of these keys, or under a key in an object
   * under a key: {@code "inlineData/data"}. The elements of an array stand where the array does.
   */
  boolean isAmong(Set<String> places) {
    Container object = around.peek();
    return places.contains(key) || (object != null && places.contains(object.key + "/" + key));
  }

  /** Takes a character outside strings; false if it leads too deep. */
  boolean pass(int c) {
    switch (c) {
      case '{', '[' -> enter(c == '[');
      case '}', ']' -> leave();
      case ':' -> valueNext = true;
      case ',' -> valueNext = around.isEmpty() || around.peek().array;
      default -> {
        // white space, and values that are not strings
      }
    }
    return around.size() <= DEEPEST;
  }

  private void enter(boolean array) {
    around.push(new Container(key, array));
    valueNext = array;
  }

  private void leave() {
    if (!around.isEmpty()) {
      key = around.pop().key;
    }
  }
}
