package dev.animus4j.gemini;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request. What is null or empty is not sent.
 *
 * @param contents the conversation, oldest first
 * @param systemInstruction how to behave; text only, and not every model takes it
 * @param generationConfig how to answer, by wire names
 * @param safetySettings at most one for each category
 * @param tools functions, or the provider's own tools
 * @param toolConfig whether they must be used
 */
@JsonNaming(LowerCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Ask(
    List<Content> contents,
    @Nullable Content systemInstruction,
    Map<String, Object> generationConfig,
    List<Safety> safetySettings,
    List<Map<String, Object>> tools,
    @Nullable Map<String, Object> toolConfig) {

  /** Copies the collections. */
  public Ask {
    contents = List.copyOf(contents);
    generationConfig = Map.copyOf(generationConfig);
    safetySettings = List.copyOf(safetySettings);
    tools = List.copyOf(tools);
  }

  /** From which probability on content of a category is refused, both by their wire names. */
  public record Safety(String category, String threshold) {}

  /** The settings for these thresholds by category; a category may leave out its prefix. */
  public static List<Safety> safety(Map<String, String> thresholds) {
    return thresholds.entrySet().stream()
        .map(setting -> new Safety(category(setting.getKey()), setting.getValue()))
        .sorted((one, other) -> one.category.compareTo(other.category))
        .toList();
  }

  /**
   * A seed as the provider takes it.
   *
   * @throws AnimusException.InvalidRequest when it has more than 32 bits
   */
  public static int seed(long seed, Origin origin) {
    if (seed != (int) seed) {
      throw new AnimusException.InvalidRequest(origin, "a seed has at most 32 bits: " + seed);
    }
    return (int) seed;
  }

  /** The tool that looks things up on the web. */
  public static Map<String, Object> googleSearch() {
    return Map.of("googleSearch", Map.of());
  }

  private static String category(String name) {
    return name.startsWith("HARM_CATEGORY_") ? name : "HARM_CATEGORY_" + name;
  }
}
