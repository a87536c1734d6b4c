package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.chat.model.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Token usage of one model in one exchange.
 *
 * @param provider the name of its endpoint; null if unknown
 * @param model the name of the model, as the provider reports it; null if unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelUsage(@Nullable String provider, @Nullable String model, Usage usage) {}
