package dev.animus4j.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.image.format.ImageInspector;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.format.PixelSize;
import dev.animus4j.image.store.ImageStore;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Generated image, by reference: its bytes are in the {@link ImageStore}.
 *
 * @param location where it is stored
 * @param format its media type, dimensions and size
 * @param prompt the prompt of the request
 * @param generation how it was generated
 * @param lineage what it was derived from
 * @param cached whether it was generated for an earlier, equal request
 */
public record Image(
    URI location,
    Format format,
    String prompt,
    Generation generation,
    Lineage lineage,
    boolean cached)
    implements ImageUpdate {

  /**
   * Media type, dimensions and size of an image, read from its bytes.
   *
   * @param mediaType such as {@code image/png}
   * @param width in pixels
   * @param height in pixels
   * @param bytes the size of the file
   */
  public record Format(String mediaType, int width, int height, long bytes) {

    /** The format of an inspected image. */
    public static Format of(ImageInspector.Result image) {
      PixelSize size = image.size();
      return new Format(image.type().mediaType(), size.width(), size.height(), image.bytes());
    }

    /** Detects the media type of a file by its first 12 bytes; empty if it is not an image. */
    public static Optional<String> detectMediaType(Buffer head) {
      return ImageType.detect(head).map(ImageType::mediaType);
    }
  }

  /**
   * Metadata of the generation of an image.
   *
   * @param provider the name of the provider, as its {@link dev.animus4j.http.Endpoint} has it
   * @param model the model requested, or the one the provider names
   * @param id the provider's id of this generation, or one generated here when it has none
   * @param seed the seed that reproduces it; null when unknown
   * @param inferenceTime from the request to the provider's response
   * @param revisedPrompt the prompt as the provider or an enhancer revised it; null when unchanged
   * @param usage the token usage that the provider reports; null when it reports none
   * @param details what else the provider said of the image and its generation, by its own names,
   *     such as {@code size}, {@code quality}, {@code finish_reason}, {@code cost}; small
   */
  public record Generation(
      String provider,
      String model,
      String id,
      @Nullable Long seed,
      Duration inferenceTime,
      @Nullable String revisedPrompt,
      @Nullable Usage usage,
      Map<String, JsonNode> details) {

    /** Copies the details; those of an earlier version have none. */
    public Generation {
      details = Map.copyOf(Objects.requireNonNullElse(details, Map.of()));
    }

    /** Creates the metadata without further details. */
    public Generation(
        String provider,
        String model,
        String id,
        @Nullable Long seed,
        Duration inferenceTime,
        @Nullable String revisedPrompt,
        @Nullable Usage usage) {
      this(provider, model, id, seed, inferenceTime, revisedPrompt, usage, Map.of());
    }

    /** Returns the same metadata with these details. */
    public Generation withDetails(Map<String, JsonNode> details) {
      return new Generation(
          provider, model, id, seed, inferenceTime, revisedPrompt, usage, details);
    }
  }

  /** Token usage, as the provider reports it. */
  public record Usage(long inputTokens, long outputTokens) {}

  /**
   * Origin of an image: where it was published, and what it was derived from.
   *
   * @param published where the provider published it; null when it sent the bytes. It may expire
   * @param parent the image it changes, if that is in our store; null for a new one
   * @param memo state that its provider needs to change it again; null for none. Small JSON, opaque
   *     to all others
   */
  public record Lineage(@Nullable URI published, @Nullable URI parent, @Nullable JsonNode memo) {
    /** No lineage: generated from the prompt alone, and sent directly. */
    public static final Lineage NONE = new Lineage(null, null, null);

    /** Omits the address at the provider, which may give access, and the memo. */
    @Override
    public String toString() {
      return "Lineage[parent=" + parent + "]";
    }

    /** A memo that is null in JSON is none. */
    public Lineage {
      memo = memo == null || memo.isNull() ? null : memo;
    }
  }

  /**
   * Returns an image of which no more is known, for tests and for image models of your own: a PNG
   * of unknown size, in no time, by no model.
   */
  public static Image of(String prompt, URI location) {
    Generation unknown = new Generation("", "", "", null, Duration.ZERO, null, null);
    Format png = new Format("image/png", 0, 0, 0);
    return new Image(location, png, prompt, unknown, Lineage.NONE, false);
  }

  /** Returns the same image at this location. */
  public Image withLocation(URI location) {
    return new Image(location, format, prompt, generation, lineage, cached);
  }

  /** Returns the same image in this format. */
  public Image withFormat(Format format) {
    return new Image(location, format, prompt, generation, lineage, cached);
  }

  /** Returns the same image with this metadata of its generation. */
  public Image withGeneration(Generation generation) {
    return new Image(location, format, prompt, generation, lineage, cached);
  }

  /** Returns the same image with this lineage. */
  public Image withLineage(Lineage lineage) {
    return new Image(location, format, prompt, generation, lineage, cached);
  }

  /** Returns the same image, marked as cached. */
  public Image asCached() {
    return new Image(location, format, prompt, generation, lineage, true);
  }
}
