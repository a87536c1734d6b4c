package dev.animus4j.image;

import io.reactivex.rxjava3.core.Single;

/**
 * Makes a better prompt of a prompt: a chat model that adds detail, a translation, a house style.
 * It sets its own time limit.
 */
@FunctionalInterface
public interface PromptEnhancer {

  /** The prompt to draw instead. Nothing happens before subscription. */
  Single<String> enhance(String prompt);
}
