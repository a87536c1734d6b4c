package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.gemini.GenerateContentResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metadata of a response, collected from its events: of each field, the latest. */
final class GeminiMetadata {
  private final Map<String, JsonNode> extra = new LinkedHashMap<>();
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable Usage usage;

  void add(GenerateContentResponse event) {
    id = event.id() == null ? id : event.id();
    model = event.model() == null ? model : event.model();
    Usage count = GeminiUsage.of(event);
    usage = count == null ? usage : count;
    event.copyOtherFields(extra);
  }

  ChatResponseMetadata toMetadata(
      String provider, String finishReason, @Nullable ProviderState state) {
    return new ChatResponseMetadata(
        id, provider, model, finishReason, usage, state, Collections.unmodifiableMap(extra));
  }
}
