package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatReply;

/** Compares what was said in turns to what the model answered. */
final class Spoken {
  private Spoken() {}

  /** Whether the turns are the answer, or what it proposed instead, but for white space. */
  static boolean whole(String turns, ChatReply reply) {
    String told = dense(turns);
    return told.equals(dense(reply.content()))
        || told.equals(dense(String.join("", reply.turns())));
  }

  private static String dense(String text) {
    StringBuilder dense = new StringBuilder();
    text.codePoints().filter(c -> !Character.isWhitespace(c)).forEach(dense::appendCodePoint);
    return dense.toString();
  }
}
