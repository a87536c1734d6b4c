package dev.animus4j.image.provider.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Tracker of the path in a JSON document, which looks at punctuation and keys only. It does not
 * validate: whether the document is well-formed is checked by a parser.
 */
final class JsonPathTracker {
  private static final int MAX_DEPTH = 500;

  /** Longer keys are never those of an image, and are not compared. */
  private static final int MAX_KEY_LENGTH = 100;

  private final Deque<Container> containers = new ArrayDeque<>();
  private String key = "";
  private boolean valueNext = true;

  /** Object or array, and the key it is under. */
  private record Container(String key, boolean array) {}

  /** Whether a string that begins here is a key. */
  boolean isAtKey() {
    return !valueNext;
  }

  /** Whether a value that begins here is the whole document. */
  boolean isAtRoot() {
    return containers.isEmpty();
  }

  void setKey(String name) {
    key = name.length() > MAX_KEY_LENGTH ? "" : name;
  }

  /**
   * Whether a value that begins here is under one of these keys, or under a key in an object under
   * a key: {@code "inlineData/data"}. The elements of an array are under the key of the array.
   */
  boolean matchesAny(Set<String> keys) {
    Container object = containers.peek();
    return keys.contains(key) || (object != null && keys.contains(object.key + "/" + key));
  }

  /** Accepts a character outside strings; false when the nesting is too deep. */
  boolean accept(int c) {
    switch (c) {
      case '{', '[' -> push(c == '[');
      case '}', ']' -> pop();
      case ':' -> valueNext = true;
      case ',' -> valueNext = containers.isEmpty() || containers.peek().array;
      default -> {
        // white space, and values that are not strings
      }
    }
    return containers.size() <= MAX_DEPTH;
  }

  private void push(boolean array) {
    containers.push(new Container(key, array));
    valueNext = array;
  }

  private void pop() {
    if (!containers.isEmpty()) {
      key = containers.pop().key;
    }
  }
}
