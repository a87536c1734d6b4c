package dev.animus4j.chat.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Provider's metadata of a response. Each field may be missing.
 *
 * @param provider the name of the provider, as its {@link dev.animus4j.http.Endpoint} has it
 * @param model the model that responded, which need not be the requested one
 * @param finishReason as the provider sends it: {@code stop}, {@code length}, {@code tool_calls}…
 * @param state what the provider wants back with the message of the response
 * @param extra the fields that are not read otherwise, by their wire names, such as {@code
 *     system_fingerprint} or {@code citations}: of the message, its choice and the whole response,
 *     but not {@code created}. Never changes; may be parsed on first use
 */
public record ChatResponseMetadata(
    @Nullable String id,
    @Nullable String provider,
    @Nullable String model,
    @Nullable String finishReason,
    @Nullable Usage usage,
    @Nullable ProviderState state,
    Map<String, JsonNode> extra) {
  /** No metadata. */
  public static final ChatResponseMetadata NONE =
      new ChatResponseMetadata(null, null, null, null, null);

  /** Metadata without provider state and extra fields. */
  public ChatResponseMetadata(
      @Nullable String id,
      @Nullable String provider,
      @Nullable String model,
      @Nullable String finishReason,
      @Nullable Usage usage) {
    this(id, provider, model, finishReason, usage, null, Map.of());
  }

  /** The finish reason, whichever the provider's name for it is; null when there is none. */
  public @Nullable FinishReason finish() {
    return FinishReason.of(finishReason);
  }

  /** Whether the response was cut off at a limit of tokens. */
  public boolean isTruncated() {
    return finish() == FinishReason.LENGTH;
  }

  /** The same, with the usage of another request added. */
  ChatResponseMetadata plusUsage(@Nullable Usage more) {
    Usage sum = usage == null || more == null ? (usage == null ? more : usage) : usage.plus(more);
    return new ChatResponseMetadata(id, provider, model, finishReason, sum, state, extra);
  }
}
