package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;

/**
 * Tag that represents an image in the prompt: {@code <image description="…"/>}, always well-formed;
 * any forged one in a message is escaped.
 */
final class ImageTag {
  private static final String OPENING = "<image description=";

  private ImageTag() {}

  static String of(String description) {
    StringBuilder tag = new StringBuilder(OPENING).append('"');
    description.chars().forEach(c -> tag.append(escapeCharacter((char) c)));
    return tag.append("\"/>").toString();
  }

  /** The message with all forged image tags escaped. */
  static Message escape(Message message) {
    String text = message.content();
    String escaped = ForgedTagFinder.escape(text);
    return escaped.equals(text) ? message : message.withContent(escaped);
  }

  private static String escapeCharacter(char c) {
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
