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
    String disarmed = LooseTag.disarmed(text);
    return disarmed.equals(text) ? message : message.saying(disarmed);
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "&quot;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '\n', '\r', '\u0085', '\u2028', '\u2029', '＂', '＜', '﹤', '＞', '﹥' ->
          "&#" + (int) c + ";";
      default -> String.valueOf(c);
    };
  }
}
