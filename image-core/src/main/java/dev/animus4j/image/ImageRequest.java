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
 * @param options options that several providers share
 * @param extra fields of the provider's own, by their wire names, such as {@code moderation} or
 *     {@code character_id}; they take precedence over what the rest of the request becomes
 */
public record ImageRequest(
    String prompt,
    @Nullable Source source,
    @Nullable Size size,
    @Nullable Long seed,
    List<ReferenceImage> referenceImages,
    ImageOptions options,
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

  /**
   * Size in pixels. Each provider is sent the nearest that it takes, in aspect ratio first; an
   * extra field of the provider's own, such as {@code size}, is sent as it is instead.
   */
  public record Size(int width, int height) {
    /** Fails when a side has no pixel. */
    public Size {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException("a picture has pixels: " + width + "x" + height);
      }
    }
  }

  /** The location of the image to change, if it is in our store; else null. */
  public @Nullable URI parent() {
    return source instanceof Source.Made made ? made.image().location() : null;
  }

  /** Returns a request for a new image that leaves all else to the provider. */
  public static ImageRequest of(String prompt) {
    return new ImageRequest(prompt, null, null, null, List.of(), ImageOptions.defaults(), Map.of());
  }

  /** Returns the same request with another prompt. */
  public ImageRequest withPrompt(String prompt) {
    return new ImageRequest(prompt, source, size, seed, referenceImages, options, extra);
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
    return new ImageRequest(
        prompt, source, new Size(width, height), seed, referenceImages, options, extra);
  }

  /** Returns the same request with this seed. */
  public ImageRequest withSeed(long seed) {
    return new ImageRequest(prompt, source, size, seed, referenceImages, options, extra);
  }

  /** Returns the same request with these reference images. */
  public ImageRequest withReferenceImages(ReferenceImage... references) {
    return new ImageRequest(prompt, source, size, seed, List.of(references), options, extra);
  }

  /** Returns the same request with these options in place of all of its own. */
  public ImageRequest withOptions(ImageOptions options) {
    return new ImageRequest(prompt, source, size, seed, referenceImages, options, extra);
  }

  /** Returns the same request, asking for this many images. */
  public ImageRequest withCount(int count) {
    return withOptions(options.withCount(count));
  }

  /** Returns the same request, with this quality. */
  public ImageRequest withQuality(String quality) {
    return withOptions(options.withQuality(quality));
  }

  /** Returns the same request, with this background. */
  public ImageRequest withBackground(String background) {
    return withOptions(options.withBackground(background));
  }

  /** Returns the same request, asking for this type of file. */
  public ImageRequest withOutputFormat(String outputFormat) {
    return withOptions(options.withOutputFormat(outputFormat));
  }

  /** Returns the same request, which shall not show this. */
  public ImageRequest withNegativePrompt(String negativePrompt) {
    return withOptions(options.withNegativePrompt(negativePrompt));
  }

  /** Returns the same request, with this number of inference steps. */
  public ImageRequest withSteps(int steps) {
    return withOptions(options.withSteps(steps));
  }

  /** Returns the same request, following its prompt this closely. */
  public ImageRequest withGuidance(double guidance) {
    return withOptions(options.withGuidance(guidance));
  }

  /** Returns the same request, replacing this much of the image to change, from 0 to 1. */
  public ImageRequest withStrength(double strength) {
    return withOptions(options.withStrength(strength));
  }

  /** Returns the same request, also sending {@code field}, by its wire name. */
  public ImageRequest withExtra(String field, Object value) {
    Map<String, Object> more = new HashMap<>(extra);
    more.put(field, value);
    return new ImageRequest(prompt, source, size, seed, referenceImages, options, more);
  }

  private ImageRequest withSource(Source source) {
    return new ImageRequest(prompt, source, size, seed, referenceImages, options, extra);
  }
}
