package dev.animus4j.chat;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.turn.Turn;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A response, and the turns in which it is delivered.
 *
 * @param turns one message each; empty for one whole message
 * @param withheldImage why its image is not generated; null unless a guardrail withheld the prompt
 */
record SplitReply(ChatResponse reply, List<Turn> turns, @Nullable ModerationResult withheldImage) {

  SplitReply(ChatResponse reply, List<Turn> turns) {
    this(reply, turns, null);
  }

  /** How many messages it is delivered as, an image included. */
  int messageCount(ChatOptions options) {
    return Math.max(1, turns.size()) + (options.generatesImage(reply) ? 1 : 0);
  }

  /** The texts of its messages, without the image. */
  Stream<String> messageTexts() {
    return turns.isEmpty() ? Stream.of(reply.content()) : turns.stream().map(Turn::content);
  }
}
