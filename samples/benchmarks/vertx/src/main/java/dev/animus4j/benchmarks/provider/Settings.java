package dev.animus4j.benchmarks.provider;

import java.util.HashMap;
import java.util.Map;

/**
 * How a request is answered, from its path.
 *
 * @param kind what is asked for
 * @param delay milliseconds before the answer
 * @param chunks of a stream
 * @param together how many chunks are written at once
 * @param streaming whether the answer is a stream
 * @param bytes of a picture
 */
record Settings(Kind kind, int delay, int chunks, int together, boolean streaming, int bytes) {

  /** What can be asked for. */
  enum Kind {
    CHAT,
    PICTURE,
    GEMINI_TEXT,
    GEMINI_PICTURE,
    GEMINI_STREAM
  }

  /**
   * Reads a path such as {@code /x/d=20,n=500/v1/chat/completions}.
   *
   * @throws IllegalArgumentException when it is none of ours
   */
  static Settings of(String path) {
    Map<String, Integer> said = new HashMap<>();
    for (String pair : path.substring("/x/".length(), path.indexOf('/', 3)).split(",", -1)) {
      int at = pair.indexOf('=');
      said.put(pair.substring(0, at), Integer.valueOf(pair.substring(at + 1)));
    }
    Kind kind = kind(path.replaceAll("\\?.*", ""));
    return new Settings(
        kind,
        said.getOrDefault("d", 0),
        said.getOrDefault("n", 500),
        said.getOrDefault("b", 16),
        kind == Kind.GEMINI_STREAM || said.getOrDefault("s", 0) == 1,
        said.getOrDefault("img", 8 << 20));
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
