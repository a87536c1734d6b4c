package dev.animus4j.chat.model;

import org.jspecify.annotations.Nullable;

/**
 * The provider's account of an answer. Each may be missing.
 *
 * @param finishReason as the provider says it: {@code stop}, {@code length}, {@code tool_calls}…
 */
public record Account(
    @Nullable String id,
    @Nullable String model,
    @Nullable String finishReason,
    @Nullable Usage usage) {
  /** No account. */
  public static final Account NONE = new Account(null, null, null, null);

  /** The same, also counting what another request took. */
  Account counting(@Nullable Usage more) {
    Usage sum = usage == null || more == null ? (usage == null ? more : usage) : usage.plus(more);
    return new Account(id, model, finishReason, sum);
  }
}
