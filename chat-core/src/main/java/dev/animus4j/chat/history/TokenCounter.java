package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import org.jspecify.annotations.Nullable;

/** Counts the tokens of a message. Must not block. */
@FunctionalInterface
public interface TokenCounter {

  /**
   * The number of tokens of {@code message}, with its tool calls and the overhead of a message. The
   * counters given here count each attached image as 1,000.
   *
   * @param model name of the model it is sent to; null when none is named
   */
  int count(Message message, @Nullable String model);

  /**
   * An estimate for any model, from the kinds of characters alone. It errs on the safe side:
   * English takes about a third less than estimated. The margin: for words of any of 190 languages
   * the estimate is never more than a third below the count with OpenAI's vocabularies, and for the
   * widespread ones never more than a fifth. Noise, such as random letters, may take twice the
   * estimate.
   */
  static TokenCounter estimate() {
    return new EstimatedTokenCounter();
  }

  /**
   * Exact counts for OpenAI models that share their vocabulary with one of these, and estimates for
   * all others. Needs {@code com.knuddels:jtokkit} on the class path. Loads the vocabularies at
   * once, which takes about a second and up to 30 MB of heap each: create one counter, and share
   * it.
   *
   * @param models such as {@code gpt-4o}
   * @throws IllegalArgumentException if one is not a known model of OpenAI
   */
  static TokenCounter openAi(String... models) {
    return OpenAiTokenCounter.of(models);
  }
}
