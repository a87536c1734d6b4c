package dev.animus4j.image.provider.gemini;

import java.util.List;
import java.util.Map;

/**
 * Options of {@link GeminiImages} that apply to every request.
 *
 * @param instructions text that is sent before the first prompt of a conversation; empty for none
 * @param safety the blocking threshold of each category, both by their wire names, such as {@code
 *     HARASSMENT} and {@code BLOCK_ONLY_HIGH}. The rules for images themselves cannot be switched
 *     off
 * @param grounded whether the model may use Google Search
 * @param modalities the modalities of the response; models differ in what they accept, and all
 *     accept text and images together. Empty leaves it to the model
 * @param maxInputBytes the maximum size of the images in a request, before encoding. They are in
 *     memory for as long as the request lasts, about four times
 */
public record GeminiImageOptions(
    String instructions,
    Map<String, String> safety,
    boolean grounded,
    List<String> modalities,
    int maxInputBytes) {
  /** The provider accepts requests of 20 MB, and base64 encodes three bytes as four. */
  private static final int MAX_INPUT_BYTES = 14 * 1024 * 1024;

  private static final String STRICT =
      "Draw an original picture. Write any text that is asked for exactly as it is given, letter by"
          + " letter, complete, readable and within the frame. Show exactly as many of each thing as"
          + " are asked for. Add nothing that is not asked for: no other words, no signature, no"
          + " watermark, no border. You are free in style where the request leaves it open, but never"
          + " in text and in quantities.";

  /** Copies the collections. */
  public GeminiImageOptions {
    if (maxInputBytes < 1) {
      throw new IllegalArgumentException("maxInputBytes must be positive: " + maxInputBytes);
    }
    safety = Map.copyOf(safety);
    modalities = List.copyOf(modalities);
  }

  /**
   * Instructions to keep to text and quantities, the provider's own safety, no search; the response
   * may have text and images.
   */
  public static GeminiImageOptions defaults() {
    return new GeminiImageOptions(
        STRICT, Map.of(), false, List.of("TEXT", "IMAGE"), MAX_INPUT_BYTES);
  }

  /** Returns the same options with these instructions instead of the default; empty for none. */
  public GeminiImageOptions withInstructions(String instructions) {
    return new GeminiImageOptions(instructions, safety, grounded, modalities, maxInputBytes);
  }

  /** Returns the same options with these thresholds. */
  public GeminiImageOptions withSafety(Map<String, String> safety) {
    return new GeminiImageOptions(instructions, safety, grounded, modalities, maxInputBytes);
  }

  /** Returns the same options, with or without Google Search. */
  public GeminiImageOptions withGrounded(boolean grounded) {
    return new GeminiImageOptions(instructions, safety, grounded, modalities, maxInputBytes);
  }

  /** Returns the same options with these response modalities. */
  public GeminiImageOptions withModalities(String... modalities) {
    return new GeminiImageOptions(
        instructions, safety, grounded, List.of(modalities), maxInputBytes);
  }

  /** Returns the same options with this maximum size of images. */
  public GeminiImageOptions withMaxInputBytes(int maxInputBytes) {
    return new GeminiImageOptions(instructions, safety, grounded, modalities, maxInputBytes);
  }
}
