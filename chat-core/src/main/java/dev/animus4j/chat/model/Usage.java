package dev.animus4j.chat.model;

/** What the provider counted, in tokens. */
public record Usage(long promptTokens, long completionTokens, long totalTokens) {

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        totalTokens + other.totalTokens);
  }
}
