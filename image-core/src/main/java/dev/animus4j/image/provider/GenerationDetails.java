package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.image.Image;
import dev.animus4j.image.provider.json.ImageMarker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a provider says of an image besides its bytes: in the answer, and in its item. */
final class GenerationDetails {
  private static final int LONGEST = 2_000;
  private static final Set<String> OTHERS =
      Set.of(
          "data",
          "images",
          "result",
          "output",
          "outputs",
          "artifacts",
          "predictions",
          "image",
          "url",
          "b64_json",
          "success",
          "errors",
          "messages",
          "error",
          "object",
          "type",
          "revised_prompt");

  private final Image.Generation generation;
  private final Map<String, JsonNode> ofAnswer = new LinkedHashMap<>();
  private final Image.@Nullable Usage usage;

  private GenerationDetails(Image.Generation generation, JsonNode answer) {
    this.generation = generation;
    this.usage = usage(answer);
    copy(answer, ofAnswer);
  }

  /** Reads what an answer says of all its images. */
  static GenerationDetails of(Image.Generation generation, JsonNode answer) {
    return new GenerationDetails(generation, answer);
  }

  /**
   * Returns the metadata of an image, with what is said of it alone.
   *
   * @param first whether it is told the usage of all
   */
  Image.Generation generation(JsonNode item, boolean first) {
    JsonNode seed = item.path("seed");
    Map<String, JsonNode> details = new LinkedHashMap<>(ofAnswer);
    copy(item, details);
    return new Image.Generation(
        generation.provider(),
        generation.model(),
        generation.id(),
        seed.isIntegralNumber() ? Long.valueOf(seed.longValue()) : generation.seed(),
        generation.inferenceTime(),
        revisedPrompt(generation, item),
        first ? usage : null,
        details);
  }

  /** Reads the usage in either of its two spellings; null when it is not all there. */
  private static Image.@Nullable Usage usage(JsonNode answer) {
    JsonNode usage = answer.path("usage");
    long input = usage.path("input_tokens").asLong(usage.path("prompt_tokens").asLong(-1));
    long output = usage.path("output_tokens").asLong(usage.path("completion_tokens").asLong(-1));
    return input < 0 || output < 0 ? null : new Image.Usage(input, output);
  }

  private static @Nullable String revisedPrompt(Image.Generation generation, JsonNode item) {
    String revised = item.path("revised_prompt").textValue();
    return revised == null ? generation.revisedPrompt() : revised;
  }

  private static void copy(JsonNode node, Map<String, JsonNode> details) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!OTHERS.contains(field.getKey()) && isDetail(field.getValue())) {
        details.put(field.getKey(), field.getValue());
      }
    }
  }

  private static boolean isDetail(JsonNode value) {
    String text = value.toString();
    return !value.isNull() && text.length() <= LONGEST && !ImageMarker.isIn(value.asText(text));
  }
}
