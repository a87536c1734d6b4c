package dev.animus4j.chat.history;

/**
 * How a model is told of a picture: {@code <image description="…"/>}, always well formed, and
 * written by nobody else.
 */
final class ImageTag {
  private static final String OPENING = "<image description=";

  private ImageTag() {}

  static String of(String description) {
    StringBuilder tag = new StringBuilder(OPENING).append('"');
    description.chars().forEach(c -> tag.append(escaped((char) c)));
    return tag.append("\"/>").toString();
  }

  /** The same text, in which nothing can be taken for a picture. */
  static String disarmed(String text) {
    return text.contains(OPENING) ? text.replace(OPENING, "&lt;" + OPENING.substring(1)) : text;
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "&quot;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '\n' -> "&#10;";
      case '\r' -> "&#13;";
      default -> String.valueOf(c);
    };
  }
}
