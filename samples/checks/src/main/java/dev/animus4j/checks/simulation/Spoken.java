package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatReply;

/** Compares what was said in turns to what the model answered. */
final class Spoken {
  private Spoken() {}

  /** Whether the turns are the answer, as it came or as it broke it up, but for white space. */
  static boolean whole(String turns, String words, ChatReply reply) {
    String told = dense(turns);
    return told.equals(dense(reply.content()))
        || told.equals(dense(words))
        || told.equals(dense(String.join("", reply.turns())));
  }

  static String dense(String text) {
    StringBuilder dense = new StringBuilder();
    text.codePoints().filter(c -> !Character.isWhitespace(c)).forEach(dense::appendCodePoint);
    return dense.toString();
  }
}
