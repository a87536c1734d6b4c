package dev.animus4j.chat.model;

/** Token usage as counted by the provider. */
public record Usage(long promptTokens, long completionTokens, long totalTokens) {

  /** The sum of both. */
  public Usage plus(Usage other) {
    return new Usage(
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        totalTokens + other.totalTokens);
  }
}
