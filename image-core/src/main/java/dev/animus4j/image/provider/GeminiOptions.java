package dev.animus4j.image.provider;

import java.util.List;
import java.util.Map;

/**
 * How {@link GeminiImages} draws, besides what each request says.
 *
 * @param model any name; models are shut down monthly
 * @param instructions what stands before the first prompt of a conversation; empty for nothing
 * @param safety from which threshold on content of a category is refused, both by their wire names:
 *     {@code HARASSMENT} from {@code BLOCK_ONLY_HIGH} on. The rules for pictures themselves cannot
 *     be switched off
 * @param grounded whether the model may look things up with Google Search
 * @param modalities what the answer may consist of; models differ in what they take, and all take
 *     words and pictures together. Empty leaves it to the model
 * @param maxInputBytes how many bytes of pictures a request may carry, before they are encoded.
 *     They are in memory for as long as the request lasts, about four times
 */
public record GeminiOptions(
    String model,
    String instructions,
    Map<String, String> safety,
    boolean grounded,
    List<String> modalities,
    int maxInputBytes) {
  /** The provider takes requests of 20 MB, and base64 makes four bytes of three. */
  private static final int MAX_INPUT_BYTES = 14 * 1024 * 1024;

  private static final String STRICT =
      "Draw an original picture. Write any text that is asked for exactly as it is given, letter by"
          + " letter, complete, readable and within the frame. Show exactly as many of each thing as"
          + " are asked for. Add nothing that is not asked for: no other words, no signature, no"
          + " watermark, no border. You are free in style where the request leaves it open, but never"
          + " in text and in quantities.";

  /** Copies the collections. */
  public GeminiOptions {
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must not be blank");
    }
    if (maxInputBytes < 1) {
      throw new IllegalArgumentException("maxInputBytes must be positive: " + maxInputBytes);
    }
    safety = Map.copyOf(safety);
    modalities = List.copyOf(modalities);
  }

  /** This model, told to keep to text and quantities; words beside the picture are allowed. */
  public static GeminiOptions of(String model) {
    return new GeminiOptions(
        model, STRICT, Map.of(), false, List.of("TEXT", "IMAGE"), MAX_INPUT_BYTES);
  }

  /** The same with these instructions instead of ours; empty for none. */
  public GeminiOptions withInstructions(String instructions) {
    return new GeminiOptions(model, instructions, safety, grounded, modalities, maxInputBytes);
  }

  /** The same with these thresholds. */
  public GeminiOptions withSafety(Map<String, String> safety) {
    return new GeminiOptions(model, instructions, safety, grounded, modalities, maxInputBytes);
  }

  /** The same, looking things up or not. */
  public GeminiOptions withGrounded(boolean grounded) {
    return new GeminiOptions(model, instructions, safety, grounded, modalities, maxInputBytes);
  }

  /** The same with answers that consist of these. */
  public GeminiOptions withModalities(String... modalities) {
    return new GeminiOptions(
        model, instructions, safety, grounded, List.of(modalities), maxInputBytes);
  }

  /** The same with requests that carry so much. */
  public GeminiOptions withMaxInputBytes(int maxInputBytes) {
    return new GeminiOptions(model, instructions, safety, grounded, modalities, maxInputBytes);
  }
}
