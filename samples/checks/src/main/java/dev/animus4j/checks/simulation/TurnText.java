package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatResponse;

/** Compares the text of turns to the response of the model. */
final class TurnText {
  private TurnText() {}

  /** Whether the turns are the whole response, as streamed or as split, ignoring white space. */
  static boolean isWholeText(String turns, String words, ChatResponse response) {
    String told = withoutWhitespace(turns);
    return told.equals(withoutWhitespace(response.content()))
        || told.equals(withoutWhitespace(words))
        || told.equals(withoutWhitespace(String.join("", response.turns())));
  }

  static String withoutWhitespace(String text) {
    StringBuilder dense = new StringBuilder();
    text.codePoints().filter(c -> !Character.isWhitespace(c)).forEach(dense::appendCodePoint);
    return dense.toString();
  }
}
