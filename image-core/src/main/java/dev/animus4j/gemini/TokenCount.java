package dev.animus4j.gemini;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Token usage.
 *
 * @param input tokens of the prompt, and of tool results
 * @param output tokens of the output, thoughts included
 * @param json all numbers, by wire name
 */
public record TokenCount(long input, long output, long total, JsonNode json) {
  static TokenCount of(JsonNode usage) {
    long input = number(usage, "promptTokenCount") + number(usage, "toolUsePromptTokenCount");
    long output = number(usage, "candidatesTokenCount") + number(usage, "thoughtsTokenCount");
    return new TokenCount(
        input, output, Math.max(input + output, number(usage, "totalTokenCount")), usage);
  }

  private static long number(JsonNode usage, String field) {
    return usage.path(field).asLong();
  }
}
