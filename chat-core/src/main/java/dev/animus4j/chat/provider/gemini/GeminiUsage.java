package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.gemini.TokenCount;
import org.jspecify.annotations.Nullable;

/** Reads the token usage of Gemini. */
final class GeminiUsage {
  private GeminiUsage() {}

  /** The usage of a response; null when not reported. */
  static @Nullable Usage of(GenerateContentResponse response) {
    TokenCount count = response.usage();
    if (count == null) {
      return null;
    }
    JsonNode json = count.json();
    JsonNode prompt = json.path("promptTokensDetails");
    JsonNode candidates = json.path("candidatesTokensDetails");
    return new Usage(
        count.input(),
        count.output(),
        count.total(),
        json.path("cachedContentTokenCount").asLong(),
        0,
        json.path("thoughtsTokenCount").asLong(),
        tokens(prompt, "AUDIO"),
        tokens(prompt, "IMAGE"),
        tokens(candidates, "AUDIO"),
        tokens(candidates, "IMAGE"));
  }

  private static long tokens(JsonNode details, String modality) {
    long tokens = 0;
    for (JsonNode detail : details) {
      boolean matches = detail.path("modality").asText().equals(modality);
      tokens += matches ? detail.path("tokenCount").asLong() : 0;
    }
    return tokens;
  }
}
