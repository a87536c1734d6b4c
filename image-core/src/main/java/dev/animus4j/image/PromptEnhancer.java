package dev.animus4j.image;

import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Single;

/**
 * Improves prompts before images are generated: a chat model that adds detail, a translation, a
 * house style. It sets its own time limit.
 */
@FunctionalInterface
public interface PromptEnhancer {

  /** Returns the prompt to use instead. Nothing happens before subscription. */
  @CheckReturnValue
  Single<String> enhance(String prompt);
}
