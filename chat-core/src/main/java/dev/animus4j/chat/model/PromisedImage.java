package dev.animus4j.chat.model;

import org.jspecify.annotations.Nullable;

/**
 * A picture that an answer promises.
 *
 * @param prompt what it shall show
 * @param detectedBy how the promise was found out, see {@link Detection}: {@code server}, {@code
 *     tool}, {@code markup}, {@code classifier}, or the name of a detection of one's own
 * @param changesPrevious whether it shall be made by changing the picture that was shown last. A
 *     server does not say so, as Animus does not; its prompts are complete without that picture
 */
public record PromisedImage(String prompt, String detectedBy, boolean changesPrevious) {

  /** A new picture. */
  public PromisedImage(String prompt, String detectedBy) {
    this(prompt, detectedBy, false);
  }

  /** A promise, unless the prompt says nothing. */
  public static @Nullable PromisedImage of(@Nullable String prompt, String detectedBy) {
    return prompt == null || prompt.isBlank() ? null : new PromisedImage(prompt, detectedBy);
  }

  /** The same promise of another picture. */
  public PromisedImage saying(String prompt) {
    return new PromisedImage(prompt, detectedBy, changesPrevious);
  }

  /** The same promise; of a changed picture, or of a new one. */
  public PromisedImage changing(boolean changesPrevious) {
    return new PromisedImage(prompt, detectedBy, changesPrevious);
  }
}
