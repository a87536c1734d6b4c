package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Token usage as counted by the provider. The prompt and the completion contain all others, which
 * are 0 when the provider does not count them.
 *
 * @param cachedTokens of the prompt, read from the provider's cache
 * @param cacheWriteTokens of the prompt, written to it
 * @param reasoningTokens of the completion, spent on reasoning
 * @param promptAudioTokens of the prompt, for audio
 * @param promptImageTokens of the prompt, for images
 * @param completionAudioTokens of the completion, for audio
 * @param completionImageTokens of the completion, for images
 */
public record Usage(
    long promptTokens,
    long completionTokens,
    long totalTokens,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long cachedTokens,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long cacheWriteTokens,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long reasoningTokens,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long promptAudioTokens,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long promptImageTokens,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long completionAudioTokens,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long completionImageTokens) {

  /** Usage of which no parts are known. */
  public Usage(long promptTokens, long completionTokens, long totalTokens) {
    this(promptTokens, completionTokens, totalTokens, 0, 0, 0, 0, 0, 0, 0);
  }

  /** The sum of both. */
  public Usage plus(Usage other) {
    return new Usage(
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        totalTokens + other.totalTokens,
        cachedTokens + other.cachedTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        reasoningTokens + other.reasoningTokens,
        promptAudioTokens + other.promptAudioTokens,
        promptImageTokens + other.promptImageTokens,
        completionAudioTokens + other.completionAudioTokens,
        completionImageTokens + other.completionImageTokens);
  }
}
