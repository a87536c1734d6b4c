package dev.animus4j.image;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A picture, by reference: its bytes are in the {@link ImageStore}.
 *
 * @param location where the store keeps it
 * @param format what it is
 * @param prompt what was asked for
 * @param generation how it was made
 * @param cached whether it was made for an earlier, equal request
 */
public record Image(
    URI location, Format format, String prompt, Generation generation, boolean cached)
    implements ImagePart {

  /**
   * What a picture is, read from its bytes.
   *
   * @param mediaType such as {@code image/png}
   * @param width in pixels; 0 when the header does not tell
   * @param height in pixels; 0 when the header does not tell
   * @param bytes the size of the file
   */
  public record Format(String mediaType, int width, int height, long bytes) {}

  /**
   * How a picture was made.
   *
   * @param model the model asked for, or the one the provider names
   * @param id the provider's id of this generation, or one of ours when it has none
   * @param source where the provider published it; null when it sent the bytes. May expire
   * @param seed the seed that repeats it; null when unknown
   * @param inferenceTime from the request to the provider's answer
   * @param revisedPrompt what the provider made of the prompt; null when it did not say
   */
  public record Generation(
      String model,
      String id,
      @Nullable URI source,
      @Nullable Long seed,
      Duration inferenceTime,
      @Nullable String revisedPrompt) {}
}
