package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request for an image.
 *
 * @param prompt what the image shows; not blank
 * @param source the image to change; null for a new one
 * @param size width and height; null leaves them to the provider
 * @param seed the seed, by which a provider may be able to reproduce an image; null for a random
 *     one
 * @param referenceImages images to use: a logo, a face, a character
 * @param extra fields of the provider's own, by their wire names, such as {@code quality}, {@code
 *     background}, {@code negative_prompt}, {@code num_steps}, {@code guidance}, {@code strength}
 */
public record ImageRequest(
    String prompt,
    @Nullable Source source,
    @Nullable Size size,
    @Nullable Long seed,
    List<ReferenceImage> referenceImages,
    Map<String, Object> extra) {

  /** Fails with {@link AnimusException.InvalidRequest} when the prompt is blank. */
  public ImageRequest {
    if (prompt.isBlank()) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of("animus4j"), "the image prompt is blank");
    }
    referenceImages = List.copyOf(referenceImages);
    extra = Map.copyOf(extra);
  }

  /** Image to change. */
  public sealed interface Source {

    /** Image at an address that the provider can fetch, or in a data URL. */
    record At(URI address) implements Source {}

    /** Image of our store, with its generation and lineage. */
    record Made(Image image) implements Source {}
  }

  /** Size in pixels. Providers use the nearest they support. */
  public record Size(int width, int height) {
    /** Fails when a side has no pixel. */
    public Size {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException("a picture has pixels: " + width + "x" + height);
      }
    }
  }

  /** Returns a request for a new image that leaves all else to the provider. */
  public static ImageRequest of(String prompt) {
    return new ImageRequest(prompt, null, null, null, List.of(), Map.of());
  }

  /** Returns the same request with another prompt. */
  public ImageRequest withPrompt(String prompt) {
    return new ImageRequest(prompt, source, size, seed, referenceImages, extra);
  }

  /** Returns the same request, changing the image at this address. */
  public ImageRequest withSource(URI image) {
    return withSource(new Source.At(image));
  }

  /** Returns the same request, changing this image. */
  public ImageRequest withSource(Image image) {
    return withSource(new Source.Made(image));
  }

  /** Returns the same request with this size. */
  public ImageRequest withSize(int width, int height) {
    return new ImageRequest(prompt, source, new Size(width, height), seed, referenceImages, extra);
  }

  /** Returns the same request with this seed. */
  public ImageRequest withSeed(long seed) {
    return new ImageRequest(prompt, source, size, seed, referenceImages, extra);
  }

  /** Returns the same request with these reference images. */
  public ImageRequest withReferenceImages(ReferenceImage... references) {
    return new ImageRequest(prompt, source, size, seed, List.of(references), extra);
  }

  /** Returns the same request, also sending {@code field}, by its wire name. */
  public ImageRequest withExtra(String field, Object value) {
    Map<String, Object> more = new HashMap<>(extra);
    more.put(field, value);
    return new ImageRequest(prompt, source, size, seed, referenceImages, more);
  }

  private ImageRequest withSource(Source source) {
    return new ImageRequest(prompt, source, size, seed, referenceImages, extra);
  }
}
