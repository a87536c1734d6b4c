package dev.animus4j.benchmarks.provider;

import java.util.HashMap;
import java.util.Map;

/**
 * Settings of a response, from the request path.
 *
 * @param kind what is requested
 * @param delay milliseconds before the response
 * @param chunks of a stream
 * @param together how many chunks are written at once
 * @param streaming whether the response is a stream
 * @param bytes of an image
 */
record ResponseSettings(
    Kind kind, int delay, int chunks, int together, boolean streaming, int bytes) {

  /** The kinds of requests. */
  enum Kind {
    CHAT,
    PICTURE,
    GEMINI_TEXT,
    GEMINI_PICTURE,
    GEMINI_STREAM
  }

  /**
   * Parses a path such as {@code /x/d=20,n=500/v1/chat/completions}.
   *
   * @throws IllegalArgumentException if it is not of this form
   */
  static ResponseSettings of(String path) {
    Map<String, Integer> values = new HashMap<>();
    for (String pair : path.substring("/x/".length(), path.indexOf('/', 3)).split(",", -1)) {
      int at = pair.indexOf('=');
      values.put(pair.substring(0, at), Integer.valueOf(pair.substring(at + 1)));
    }
    Kind kind = kind(path.replaceAll("\\?.*", ""));
    return new ResponseSettings(
        kind,
        values.getOrDefault("d", 0),
        values.getOrDefault("n", 500),
        values.getOrDefault("b", 16),
        kind == Kind.GEMINI_STREAM || values.getOrDefault("s", 0) == 1,
        values.getOrDefault("img", 8 << 20));
  }

  private static Kind kind(String path) {
    if (path.endsWith("/chat/completions")) {
      return Kind.CHAT;
    } else if (path.endsWith("/images/generations")) {
      return Kind.PICTURE;
    } else if (path.endsWith(":generateContent")) {
      return path.contains("image") ? Kind.GEMINI_PICTURE : Kind.GEMINI_TEXT;
    } else if (path.endsWith(":streamGenerateContent")) {
      return Kind.GEMINI_STREAM;
    }
    throw new IllegalArgumentException("no such path: " + path);
  }
}
