package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a model ended its response, whatever the provider calls it. Its JSON is OpenAI's name. */
public enum FinishReason {
  /** It was complete, or came to a stop sequence. */
  STOP("stop", "end_turn", "stop_sequence", "eos", "eos_token", "end", "complete", "completed"),
  /** It reached a limit of tokens: that of the response, or of the context. */
  LENGTH(
      "length",
      "max_tokens",
      "max_token",
      "model_length",
      "max_length",
      "max_output_tokens",
      "max_completion_tokens",
      "max_new_tokens",
      "token_limit",
      "context_length",
      "context_length_exceeded",
      "model_context_window_exceeded",
      "incomplete"),
  /** The model waits for the results of its tool calls. */
  TOOL_CALLS("tool_calls", "tool_call", "tool_use", "function_call"),
  /** A content filter ended it. */
  CONTENT_FILTER(
      "content_filter",
      "content_filtered",
      "safety",
      "refusal",
      "blocklist",
      "prohibited_content",
      "spii",
      "recitation",
      "guardrail_intervened"),
  /** Any other reason. */
  OTHER;

  private static final String PREFIX = "finish_reason_";

  private final Set<String> names;

  FinishReason(String... names) {
    this.names = Set.of(names);
  }

  /** The reason by the provider's name; null when there is none. */
  @JsonCreator
  public static @Nullable FinishReason of(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    String wire = name.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    String bare = wire.startsWith(PREFIX) ? wire.substring(PREFIX.length()) : wire;
    for (FinishReason reason : values()) {
      if (reason.names.contains(bare)) {
        return reason;
      }
    }
    return OTHER;
  }

  /** As OpenAI calls it, in lower case: {@code tool_calls}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
