package dev.animus4j.chat.model;

import org.jspecify.annotations.Nullable;

/**
 * Provider's metadata of a response. Each field may be missing.
 *
 * @param provider the name of the provider, as its {@link dev.animus4j.http.Endpoint} has it
 * @param model the model that responded, which need not be the requested one
 * @param finishReason as the provider sends it: {@code stop}, {@code length}, {@code tool_calls}…
 * @param state what the provider wants back with the message of the response
 */
public record ChatResponseMetadata(
    @Nullable String id,
    @Nullable String provider,
    @Nullable String model,
    @Nullable String finishReason,
    @Nullable Usage usage,
    @Nullable ProviderState state) {
  /** No metadata. */
  public static final ChatResponseMetadata NONE =
      new ChatResponseMetadata(null, null, null, null, null);

  /** Metadata without provider state. */
  public ChatResponseMetadata(
      @Nullable String id,
      @Nullable String provider,
      @Nullable String model,
      @Nullable String finishReason,
      @Nullable Usage usage) {
    this(id, provider, model, finishReason, usage, null);
  }

  /** The same, with the usage of another request added. */
  ChatResponseMetadata plusUsage(@Nullable Usage more) {
    Usage sum = usage == null || more == null ? (usage == null ? more : usage) : usage.plus(more);
    return new ChatResponseMetadata(id, provider, model, finishReason, sum, state);
  }
}
