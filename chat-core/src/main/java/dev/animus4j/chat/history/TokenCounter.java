package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import org.jspecify.annotations.Nullable;

/** Counts what a message costs of a model's context. Must not wait for anything. */
@FunctionalInterface
public interface TokenCounter {

  /**
   * How many tokens {@code message} takes, with its tool calls and all that goes around it. Those
   * given here take each picture that a user shows for 1,000.
   *
   * @param model the name of the model that is sent it; null when none is named
   */
  int count(Message message, @Nullable String model);

  /**
   * An estimate for any model, from the kinds of characters alone. It errs on the safe side:
   * English takes about a third less than estimated. The margin: of words in any of 190 languages
   * it is never more than a third below what OpenAI's vocabularies make of them, and for the
   * widespread ones never more than a fifth. Noise, such as random letters, may take twice the
   * estimate.
   */
  static TokenCounter estimate() {
    return new EstimatedTokens();
  }

  /**
   * Counts exactly for OpenAI's models that share their vocabulary with one of these, and estimates
   * for all others. Needs {@code com.knuddels:jtokkit} on the class path. Loads a vocabulary at
   * once, which takes about a second and up to 30 MB of heap: make one, and share it.
   *
   * @param models such as {@code gpt-4o}
   * @throws IllegalArgumentException if one is none of OpenAI's that is known
   */
  static TokenCounter openAi(String... models) {
    return OpenAiTokens.of(models);
  }
}
