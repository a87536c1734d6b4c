package dev.animus4j.gemini;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request. Null and empty fields are not sent.
 *
 * @param contents the conversation, oldest first
 * @param systemInstruction the system instruction; text only, and not every model accepts it
 * @param generationConfig the generation options, by wire names
 * @param safetySettings the safety settings, at most one for each category
 * @param tools functions, or the provider's own tools
 * @param toolConfig whether tools must be called
 */
@JsonNaming(LowerCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GenerateContentRequest(
    List<Content> contents,
    @Nullable Content systemInstruction,
    Map<String, Object> generationConfig,
    List<Safety> safetySettings,
    List<Map<String, Object>> tools,
    @Nullable Map<String, Object> toolConfig) {

  /** Copies the collections. */
  public GenerateContentRequest {
    contents = List.copyOf(contents);
    generationConfig = Map.copyOf(generationConfig);
    safetySettings = List.copyOf(safetySettings);
    tools = List.copyOf(tools);
  }

  /** Blocking threshold of a category, both by their wire names. */
  public record Safety(String category, String threshold) {}

  /** Converts thresholds by category to settings; a category may omit its prefix. */
  public static List<Safety> toSafetySettings(Map<String, String> thresholds) {
    return thresholds.entrySet().stream()
        .map(setting -> new Safety(category(setting.getKey()), setting.getValue()))
        .sorted((one, other) -> one.category.compareTo(other.category))
        .toList();
  }

  /**
   * Converts a seed to the provider's range.
   *
   * @throws AnimusException.InvalidRequest when it has more than 32 bits
   */
  public static int toSeed(long seed, FailureOrigin origin) {
    if (seed != (int) seed) {
      throw new AnimusException.InvalidRequest(origin, "a seed has at most 32 bits: " + seed);
    }
    return (int) seed;
  }

  /** Returns the Google Search tool. */
  public static Map<String, Object> googleSearch() {
    return Map.of("googleSearch", Map.of());
  }

  private static String category(String name) {
    return name.startsWith("HARM_CATEGORY_") ? name : "HARM_CATEGORY_" + name;
  }
}
