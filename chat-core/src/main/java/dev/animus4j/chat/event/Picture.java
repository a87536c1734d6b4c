package dev.animus4j.chat.event;

import dev.animus4j.image.Image;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A finished picture, as events tell of it: by reference.
 *
 * @param imageUrl where it is kept
 * @param bytes the size of the file
 * @param cached whether it was made for an earlier, equal request
 */
public record Picture(
    String prompt,
    URI imageUrl,
    String mediaType,
    int width,
    int height,
    long bytes,
    String model,
    String generationId,
    @Nullable Long seed,
    long inferenceTimeMs,
    boolean cached) {

  /** Tells of {@code image}. */
  public static Picture of(Image image) {
    Image.Format format = image.format();
    Image.Generation made = image.generation();
    return new Picture(
        image.prompt(),
        image.location(),
        format.mediaType(),
        format.width(),
        format.height(),
        format.bytes(),
        made.model(),
        made.id(),
        made.seed(),
        made.inferenceTime().toMillis(),
        image.cached());
  }
}
