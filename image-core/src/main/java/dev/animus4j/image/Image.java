package dev.animus4j.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A picture, by reference: its bytes are in the {@link ImageStore}.
 *
 * @param location where the store keeps it
 * @param format what it is
 * @param prompt what was asked for
 * @param generation how it was made
 * @param lineage where it comes from
 * @param cached whether it was made for an earlier, equal request
 */
public record Image(
    URI location,
    Format format,
    String prompt,
    Generation generation,
    Lineage lineage,
    boolean cached)
    implements ImagePart {

  /**
   * What a picture is, read from its bytes.
   *
   * @param mediaType such as {@code image/png}
   * @param width in pixels
   * @param height in pixels
   * @param bytes the size of the file
   */
  public record Format(String mediaType, int width, int height, long bytes) {

    /** The media type of a file by its first 12 bytes; empty for what is no picture. */
    public static Optional<String> mediaType(Buffer head) {
      return PictureType.of(head).map(PictureType::mediaType);
    }
  }

  /**
   * How a picture was made.
   *
   * @param model the model asked for, or the one the provider names
   * @param id the provider's id of this generation, or one of ours when it has none
   * @param seed the seed that repeats it; null when unknown
   * @param inferenceTime from the request to the provider's answer
   * @param revisedPrompt what the provider, or an enhancer, made of the prompt; null when unchanged
   * @param usage what the provider counted, in tokens; null when it did not
   */
  public record Generation(
      String model,
      String id,
      @Nullable Long seed,
      Duration inferenceTime,
      @Nullable String revisedPrompt,
      @Nullable Usage usage) {}

  /** What the provider counted, in tokens. */
  public record Usage(long inputTokens, long outputTokens) {}

  /**
   * Where a picture comes from.
   *
   * @param published where the provider published it; null when it sent the bytes. May expire
   * @param parent the picture it changes, where that one is ours; null for a new one
   * @param memo what its provider wants to hear again when it is changed; null for nothing. Small,
   *     JSON, and nobody else's business
   */
  public record Lineage(@Nullable URI published, @Nullable URI parent, @Nullable JsonNode memo) {
    /** Made from nothing but words, and sent directly. */
    public static final Lineage NONE = new Lineage(null, null, null);
  }

  /** The same picture, found again. */
  public Image fromCache() {
    return new Image(location, format, prompt, generation, lineage, true);
  }
}
