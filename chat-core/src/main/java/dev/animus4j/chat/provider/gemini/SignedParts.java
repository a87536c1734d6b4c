package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a response in which more than calls is signed. Gemini wants them back in their order and
 * unchanged, a signed part not joined with others; the deltas of unsigned text may be. Files are
 * not sent back.
 */
final class SignedParts {
  private static final String PARTS = "parts";

  private final ArrayNode parts = JsonNodeFactory.instance.arrayNode();
  private boolean signed;

  /** Adds the next part of the response. */
  void add(JsonNode part) {
    boolean isSigned = isSigned(part);
    if (isFile(part) || (part.path("thought").asBoolean() && !isSigned)) {
      return;
    }
    signed = signed || (isSigned && !part.has("functionCall"));
    JsonNode last = parts.path(parts.size() - 1);
    if (last instanceof ObjectNode text && isPlainText(last) && isPlainText(part)) {
      text.put("text", last.path("text").asText() + part.path("text").asText());
    } else {
      parts.add(part.deepCopy());
    }
  }

  /** The state of the message; null when nothing but its calls is signed. */
  @Nullable ProviderState state(ProviderState.Owner sender) {
    if (!signed) {
      return null;
    }
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set(PARTS, parts);
    return sender.state(data);
  }

  /** The parts of a message that the recipient itself wrote; null if it was changed since. */
  static @Nullable ArrayNode of(Message message, ProviderState.Owner recipient) {
    ProviderState state = message.state();
    return state != null
            && state.isOf(recipient)
            && state.data().path(PARTS) instanceof ArrayNode parts
            && isSame(message, parts)
        ? parts
        : null;
  }

  /** White space may differ, since turns are joined again. */
  private static boolean isSame(Message message, ArrayNode parts) {
    StringBuilder text = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (JsonNode part : parts) {
      if (part.has("functionCall")) {
        names.add(part.at("/functionCall/name").asText());
      } else if (!part.path("thought").asBoolean()) {
        text.append(part.path("text").asText());
      }
    }
    return names.equals(message.toolCalls().stream().map(ToolCall::name).toList())
        && withoutSpace(text.toString()).equals(withoutSpace(message.content()));
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }

  /** Whether a part has the bytes of a file. */
  static boolean isFile(JsonNode part) {
    return part.has("inlineData") || part.has("inline_data");
  }

  /** In either spelling, beside the content or within it. */
  private static boolean isSigned(JsonNode part) {
    return part.has("thoughtSignature")
        || part.has("thought_signature")
        || part.path("functionCall").has("thoughtSignature")
        || part.path("functionCall").has("thought_signature");
  }

  private static boolean isPlainText(JsonNode part) {
    return part.size() == 1 && part.path("text").isTextual();
  }
}
