package dev.animus4j.http.sse;

/** Finds the end of a JSON object or array by its brackets, in bytes that come in pieces. */
final class JsonScanner {
  private int depth;
  private boolean inString;
  private boolean escaped;

  /** Whether a value has begun and not ended. */
  boolean isOpen() {
    return depth > 0;
  }

  static boolean isStart(byte first) {
    return first == '{' || first == '[';
  }

  /** Scans up to the end of the value; returns the index behind it, or {@code end}. */
  int scan(byte[] bytes, int start, int end) {
    int at = start;
    do {
      accept(bytes[at++]);
    } while (at < end && depth > 0);
    return at;
  }

  private void accept(byte next) {
    if (inString) {
      inString = escaped || next != '"';
      escaped = !escaped && next == '\\';
      return;
    }
    switch (next) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {}
    }
  }
}
