package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What to draw.
 *
 * @param prompt what to show, in words; not blank
 * @param inputImage the picture to change, as an address the provider can fetch; null to draw anew
 */
public record ImageRequest(String prompt, @Nullable URI inputImage) {

  /** Fails with {@link AnimusException.InvalidRequest} when the prompt is blank. */
  public ImageRequest {
    if (prompt.isBlank()) {
      throw new AnimusException.InvalidRequest(Origin.of("animus4j"), "the image prompt is blank");
    }
  }

  /** A new picture. */
  public static ImageRequest of(String prompt) {
    return new ImageRequest(prompt, null);
  }

  /** The same words, said of {@code inputImage}. */
  public ImageRequest changing(URI inputImage) {
    return new ImageRequest(prompt, inputImage);
  }
}
