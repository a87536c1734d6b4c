package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parses a token usage by the names of OpenAI, DeepSeek and Anthropic, as compatible servers do.
 */
final class UsageTokenParser {
  private static final long NONE = Long.MIN_VALUE;

  private final JsonTokenCursor json;
  private long prompt;
  private long completion;
  private long total = NONE;
  private long cached;
  private long cacheRead;
  private long cacheWrite;
  private long reasoning;
  private long promptAudio;
  private long promptImage;
  private long completionAudio;
  private long completionImage;
  private long input;
  private long output;

  private UsageTokenParser(JsonTokenCursor json) {
    this.json = json;
  }

  /** The usage of the next object; null when the next is none. */
  static @Nullable Usage parse(JsonTokenCursor json) throws IOException {
    if (!json.isNext(JsonToken.START_OBJECT)) {
      return null;
    }
    UsageTokenParser parser = new UsageTokenParser(json);
    while (json.isField()) {
      parser.readField(json.name());
    }
    return parser.usage();
  }

  /** The usage of a tree; null when that is not an object, or unreadable. */
  static @Nullable Usage parse(JsonNode tree) {
    try {
      return parse(new JsonTokenCursor(tree.traverse()));
    } catch (IOException notNumbers) {
      return null;
    }
  }

  private void readField(String name) throws IOException {
    switch (name) {
      case "prompt_tokens" -> prompt = json.nextNumber();
      case "input_tokens" -> input = json.nextNumber();
      case "completion_tokens" -> completion = json.nextNumber();
      case "output_tokens" -> output = json.nextNumber();
      case "total_tokens" -> total = json.nextNumber();
      case "cached_tokens", "prompt_cache_hit_tokens" -> cached = json.nextNumber();
      case "cache_read_input_tokens" -> cacheRead = json.nextNumber();
      case "cache_creation_input_tokens" -> cacheWrite = json.nextNumber();
      case "reasoning_tokens" -> reasoning = json.nextNumber();
      case "prompt_tokens_details", "input_tokens_details" -> readPromptDetails();
      case "completion_tokens_details", "output_tokens_details" -> readCompletionDetails();
      default -> json.skipValue();
    }
  }

  private void readPromptDetails() throws IOException {
    boolean object = json.isNext(JsonToken.START_OBJECT);
    while (object && json.isField()) {
      switch (json.name()) {
        case "cached_tokens" -> cached = json.nextNumber();
        case "cache_write_tokens", "cache_creation_tokens" -> cacheWrite = json.nextNumber();
        case "audio_tokens" -> promptAudio = json.nextNumber();
        case "image_tokens" -> promptImage = json.nextNumber();
        default -> json.skipValue();
      }
    }
  }

  private void readCompletionDetails() throws IOException {
    boolean object = json.isNext(JsonToken.START_OBJECT);
    while (object && json.isField()) {
      switch (json.name()) {
        case "reasoning_tokens" -> reasoning = json.nextNumber();
        case "audio_tokens" -> completionAudio = json.nextNumber();
        case "image_tokens" -> completionImage = json.nextNumber();
        default -> json.skipValue();
      }
    }
  }

  /**
   * All of the cache and of the reasoning is counted in, also when the provider counts it apart.
   */
  private Usage usage() {
    long allPrompt = Math.max(prompt, input);
    if (prompt == 0 || cacheRead > allPrompt) {
      allPrompt += cacheRead + cacheWrite;
    }
    long written = Math.max(completion, output);
    boolean apart = total == NONE ? reasoning > written : total == allPrompt + written + reasoning;
    long allCompletion = apart ? written + reasoning : written;
    return new Usage(
        allPrompt,
        allCompletion,
        total == NONE ? allPrompt + allCompletion : total,
        Math.max(cached, cacheRead),
        cacheWrite,
        reasoning,
        promptAudio,
        promptImage,
        completionAudio,
        completionImage);
  }
}
