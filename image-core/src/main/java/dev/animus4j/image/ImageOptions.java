package dev.animus4j.image;

import org.jspecify.annotations.Nullable;

/**
 * Options that several providers share, each sent by the provider's own name for it. What is null
 * is left to the provider. One that a model does not take is refused with {@link
 * dev.animus4j.failure.AnimusException.InvalidRequest} before anything is sent; only a quality,
 * steps and guidance, which do not change what is shown, are then left out, and that is logged.
 *
 * @param count the number of images, at least 1
 * @param quality such as {@code low}, {@code medium} or {@code high}, in the provider's words
 * @param background such as {@code transparent} or {@code opaque}
 * @param outputFormat the type of the file, such as {@code png}, {@code jpeg} or {@code webp}
 * @param negativePrompt what the image shall not show
 * @param steps the number of inference steps, at least 1
 * @param guidance how closely to follow the prompt
 * @param strength how much of the image to change is replaced, from 0 to 1
 */
public record ImageOptions(
    @Nullable Integer count,
    @Nullable String quality,
    @Nullable String background,
    @Nullable String outputFormat,
    @Nullable String negativePrompt,
    @Nullable Integer steps,
    @Nullable Double guidance,
    @Nullable Double strength) {

  /** Fails when a number is out of its range. */
  public ImageOptions {
    requireAtLeast(1, count, "count");
    requireAtLeast(1, steps, "steps");
    requireAtLeast(0, guidance, "guidance");
    requireAtLeast(0, strength, "strength");
    if (strength != null && strength > 1) {
      throw new IllegalArgumentException("strength must be from 0 to 1, not " + strength);
    }
  }

  /** All is left to the provider. */
  public static ImageOptions defaults() {
    return new ImageOptions(null, null, null, null, null, null, null, null);
  }

  /** Returns the same options with this number of images. */
  public ImageOptions withCount(int count) {
    return new ImageOptions(
        count, quality, background, outputFormat, negativePrompt, steps, guidance, strength);
  }

  /** Returns the same options with this quality. */
  public ImageOptions withQuality(String quality) {
    return new ImageOptions(
        count, quality, background, outputFormat, negativePrompt, steps, guidance, strength);
  }

  /** Returns the same options with this background. */
  public ImageOptions withBackground(String background) {
    return new ImageOptions(
        count, quality, background, outputFormat, negativePrompt, steps, guidance, strength);
  }

  /** Returns the same options with this type of file. */
  public ImageOptions withOutputFormat(String outputFormat) {
    return new ImageOptions(
        count, quality, background, outputFormat, negativePrompt, steps, guidance, strength);
  }

  /** Returns the same options with this negative prompt. */
  public ImageOptions withNegativePrompt(String negativePrompt) {
    return new ImageOptions(
        count, quality, background, outputFormat, negativePrompt, steps, guidance, strength);
  }

  /** Returns the same options with this number of steps. */
  public ImageOptions withSteps(int steps) {
    return new ImageOptions(
        count, quality, background, outputFormat, negativePrompt, steps, guidance, strength);
  }

  /** Returns the same options with this guidance. */
  public ImageOptions withGuidance(double guidance) {
    return new ImageOptions(
        count, quality, background, outputFormat, negativePrompt, steps, guidance, strength);
  }

  /** Returns the same options with this strength. */
  public ImageOptions withStrength(double strength) {
    return new ImageOptions(
        count, quality, background, outputFormat, negativePrompt, steps, guidance, strength);
  }

  private static void requireAtLeast(int least, @Nullable Number value, String name) {
    if (value != null && !(value.doubleValue() >= least && value.doubleValue() < 1e9)) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
  }
}
