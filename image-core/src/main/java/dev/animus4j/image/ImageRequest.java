package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to draw.
 *
 * @param prompt what to show, in words; not blank
 * @param source the picture to change; null to draw anew
 * @param size how large; null leaves it to the provider
 * @param seed the same one makes the same picture again, where the provider can; null for chance
 * @param assets pictures to draw with: a logo, a face, a character
 * @param extra fields of the provider's own, by their wire names, such as {@code quality}, {@code
 *     background}, {@code negative_prompt}, {@code num_steps}, {@code guidance}, {@code strength}
 */
public record ImageRequest(
    String prompt,
    @Nullable Source source,
    @Nullable Size size,
    @Nullable Long seed,
    List<Asset> assets,
    Map<String, Object> extra) {

  /** Fails with {@link AnimusException.InvalidRequest} when the prompt is blank. */
  public ImageRequest {
    if (prompt.isBlank()) {
      throw new AnimusException.InvalidRequest(Origin.of("animus4j"), "the image prompt is blank");
    }
    assets = List.copyOf(assets);
    extra = Map.copyOf(extra);
  }

  /** A picture to change. */
  public sealed interface Source {

    /** One that the provider can fetch, or a data URL. */
    record At(URI address) implements Source {}

    /** One of ours, with all that is known of how it was made. */
    record Made(Image image) implements Source {}
  }

  /** In pixels. Providers take the nearest they can. */
  public record Size(int width, int height) {
    /** Fails when there would be nothing to see. */
    public Size {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException("a picture has pixels: " + width + "x" + height);
      }
    }
  }

  /** A new picture, all else left to the provider. */
  public static ImageRequest of(String prompt) {
    return new ImageRequest(prompt, null, null, null, List.of(), Map.of());
  }

  /** The same, of other words. */
  public ImageRequest saying(String prompt) {
    return new ImageRequest(prompt, source, size, seed, assets, extra);
  }

  /** The same, changing the picture at this address. */
  public ImageRequest changing(URI picture) {
    return from(new Source.At(picture));
  }

  /** The same, changing this picture. */
  public ImageRequest changing(Image picture) {
    return from(new Source.Made(picture));
  }

  /** The same, this large. */
  public ImageRequest size(int width, int height) {
    return new ImageRequest(prompt, source, new Size(width, height), seed, assets, extra);
  }

  /** The same, with this seed. */
  public ImageRequest seed(long seed) {
    return new ImageRequest(prompt, source, size, seed, assets, extra);
  }

  /** The same, drawn with these. */
  public ImageRequest assets(Asset... assets) {
    return new ImageRequest(prompt, source, size, seed, List.of(assets), extra);
  }

  /** The same, also sending {@code field}, by its wire name. */
  public ImageRequest with(String field, Object value) {
    Map<String, Object> more = new HashMap<>(extra);
    more.put(field, value);
    return new ImageRequest(prompt, source, size, seed, assets, more);
  }

  private ImageRequest from(Source source) {
    return new ImageRequest(prompt, source, size, seed, assets, extra);
  }
}
