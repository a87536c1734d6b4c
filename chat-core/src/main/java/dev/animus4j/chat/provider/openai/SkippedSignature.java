package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ProviderState;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signature that Gemini documents for calls which another model requested: behind an address
 * compatible with OpenAI it, too, refuses calls without one. Only the first of a message needs it.
 */
final class SkippedSignature {
  private static final String SIGNATURE = "skip_thought_signature_validator";

  private SkippedSignature() {}

  static void addTo(List<WireMessages.WireCall> calls, ProviderState.Owner recipient) {
    WireMessages.WireCall first = calls.get(0);
    boolean gemini = recipient.model().toLowerCase(Locale.ROOT).contains("gemini");
    if (gemini && first.state().isEmpty() && first.function().state().isEmpty()) {
      calls.set(
          0, new WireMessages.WireCall(first.id(), first.type(), first.function(), members()));
    }
  }

  private static Map<String, JsonNode> members() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject("google").put("thought_signature", SIGNATURE);
    return Map.of("extra_content", content);
  }
}
