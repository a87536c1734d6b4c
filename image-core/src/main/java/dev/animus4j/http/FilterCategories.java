package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Categories that a content filter names in JSON, by the provider's names: those that struck of
 * {@code content_filter_result(s)}, as Azure reports them in errors, choices and prompts; those
 * that are true of moderations as OpenAI writes them; and reasons as OpenRouter lists them.
 */
public final class FilterCategories {
  private static final List<String> RESULTS =
      List.of("content_filter_results", "content_filter_result", "content_filter_raw");

  private FilterCategories() {}

  /** Returns the categories that struck, anywhere in this JSON, each once. */
  public static List<String> filtered(JsonNode json) {
    return RESULTS.stream()
        .flatMap(name -> json.findValues(name).stream())
        .flatMap(FilterCategories::struck)
        .distinct()
        .toList();
  }

  /** Returns all that an error names. */
  static List<String> of(JsonNode error) {
    Stream<String> listed =
        Stream.of("categories", "reasons")
            .flatMap(name -> error.findValues(name).stream())
            .flatMap(FilterCategories::listed);
    return Stream.concat(filtered(error).stream(), listed).distinct().toList();
  }

  private static Stream<String> struck(JsonNode results) {
    return results.isArray()
        ? elements(results).flatMap(FilterCategories::struck)
        : results.properties().stream()
            .filter(result -> result.getValue().path("filtered").asBoolean())
            .map(Map.Entry::getKey);
  }

  /** Returns the texts of a list, or the names in an object that are true. */
  private static Stream<String> listed(JsonNode names) {
    return names.isObject()
        ? names.properties().stream()
            .filter(name -> name.getValue().asBoolean())
            .map(Map.Entry::getKey)
        : elements(names).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
