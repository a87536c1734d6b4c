package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;

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

  /** The same message, in which nothing can be taken for a picture. */
  static Message disarmed(Message message) {
    String text = message.content();
    return text.contains(OPENING)
        ? message.saying(text.replace(OPENING, "&lt;" + OPENING.substring(1)))
        : message;
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
