package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a message has besides its text, collected from its chunks; most have nothing. */
final class MessageParts {
  /** The parts of a message that has nothing but text; they stay empty. */
  static final MessageParts NONE = new MessageParts();

  private static final Set<String> TEXT = Set.of("role", "content");

  private final ToolCallAssembler calls = new ToolCallAssembler();
  private final MessageState state = new MessageState();
  private final AnimusFields animus = new AnimusFields();
  private String refusal = "";

  /** These parts with those of the next chunk. */
  MessageParts add(CompletionView chunk) {
    if (this == NONE) {
      return isTextOnly(chunk) ? this : new MessageParts().add(chunk);
    }
    CompletionView.MessageJson message = chunk.message();
    animus.add(chunk);
    chunk.addCalls(calls);
    state.add(message.json());
    refusal = refusal.concat(message.refusal());
    return this;
  }

  private static boolean isTextOnly(CompletionView chunk) {
    return isTextOnly(chunk.choice().path("delta"))
        && isTextOnly(chunk.choice().path("message"))
        && chunk.complianceViolations().isEmpty();
  }

  private static boolean isTextOnly(JsonNode message) {
    for (Map.Entry<String, JsonNode> member : message.properties()) {
      boolean isText = TEXT.contains(member.getKey()) && !member.getValue().isArray();
      if (!isText && !member.getValue().isNull()) {
        return false;
      }
    }
    return true;
  }

  AnimusFields animus() {
    return animus;
  }

  String refusal() {
    return refusal;
  }

  List<ToolCall> toolCalls(ProviderState.Owner sender) {
    return calls.isEmpty() ? List.of() : calls.toolCalls(sender);
  }

  /** See {@link MessageState#get}. */
  @Nullable ProviderState state(ProviderState.Owner sender, boolean hasCalls) {
    return state.get(sender, hasCalls);
  }
}
