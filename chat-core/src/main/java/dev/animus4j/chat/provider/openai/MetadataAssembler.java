package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the metadata of a response; of each field, the latest value that is not empty. */
final class MetadataAssembler {
  private final ExtraFields extra = new ExtraFields();
  private String id = "";
  private String model = "";
  private String finishReason = "";
  private @Nullable Usage usage;

  void add(CompletionView chunk) {
    id = lastNonEmpty(id, chunk.id());
    model = lastNonEmpty(model, chunk.model());
    finishReason = lastNonEmpty(finishReason, chunk.finishReason());
    Usage latest = chunk.usage();
    usage = latest == null ? usage : latest;
    extra.add(chunk);
  }

  void set(CompletionTokenParser whole) {
    id = whole.id();
    model = whole.model();
    finishReason = whole.finishReason();
    usage = whole.usage();
  }

  String finishReason() {
    return finishReason;
  }

  ExtraFields extra() {
    return extra;
  }

  ChatResponseMetadata metadata(
      String provider, @Nullable ProviderState state, Map<String, JsonNode> extraFields) {
    return new ChatResponseMetadata(
        emptyToNull(id),
        provider,
        emptyToNull(model),
        emptyToNull(finishReason),
        usage,
        state,
        extraFields);
  }

  static String lastNonEmpty(String previous, String latest) {
    return latest.isEmpty() ? previous : latest;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
