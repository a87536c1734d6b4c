package dev.animus4j.chat.model;

import org.jspecify.annotations.Nullable;

/**
 * Image that a reply promises.
 *
 * @param prompt the prompt of the image
 * @param detectedBy name of the {@link ImagePromptDetection}: {@code server}, {@code tool}, {@code
 *     markup}, {@code classifier}, or that of a custom one
 * @param changesPrevious whether it shall be an edit of the image shown last. Never set by {@code
 *     server} detection, as Animus does not report it; its prompts are complete without that image
 */
public record PromisedImage(String prompt, String detectedBy, boolean changesPrevious) {

  /** A new image. */
  public PromisedImage(String prompt, String detectedBy) {
    this(prompt, detectedBy, false);
  }

  /** The promise; null if the prompt is null or blank. */
  public static @Nullable PromisedImage of(@Nullable String prompt, String detectedBy) {
    return prompt == null || prompt.isBlank() ? null : new PromisedImage(prompt, detectedBy);
  }

  /** This promise with this prompt. */
  public PromisedImage withPrompt(String prompt) {
    return new PromisedImage(prompt, detectedBy, changesPrevious);
  }

  /** This promise, of an edited image or of a new one. */
  public PromisedImage withChangesPrevious(boolean changesPrevious) {
    return new PromisedImage(prompt, detectedBy, changesPrevious);
  }
}
