package dev.animus4j.chat.event;

import dev.animus4j.image.Image;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Finished image as published in events: by reference.
 *
 * @param imageUrl location in the store
 * @param bytes the size of the file
 * @param provider which provider generated it, by the name of its endpoint; empty if unknown
 * @param cached whether it was generated for an earlier, equal request
 */
public record GeneratedImage(
    String prompt,
    URI imageUrl,
    String mediaType,
    int width,
    int height,
    long bytes,
    String provider,
    String model,
    String generationId,
    @Nullable Long seed,
    long inferenceTimeMs,
    boolean cached) {

  /** The same at another address, such as that at which a browser finds it. */
  public GeneratedImage withImageUrl(URI imageUrl) {
    return new GeneratedImage(
        prompt,
        imageUrl,
        mediaType,
        width,
        height,
        bytes,
        provider,
        model,
        generationId,
        seed,
        inferenceTimeMs,
        cached);
  }

  /** The event form of {@code image}. */
  public static GeneratedImage of(Image image) {
    Image.Format format = image.format();
    Image.Generation generation = image.generation();
    return new GeneratedImage(
        image.prompt(),
        image.location(),
        format.mediaType(),
        format.width(),
        format.height(),
        format.bytes(),
        generation.provider(),
        generation.model(),
        generation.id(),
        generation.seed(),
        generation.inferenceTime().toMillis(),
        image.cached());
  }
}
