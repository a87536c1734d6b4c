package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message has besides its text, collected from its chunks; most have nothing. */
final class MessageParts {
  /** The parts of a message that has nothing but text; they stay empty. */
  static final MessageParts NONE = new MessageParts();

  private final ToolCallAssembler calls = new ToolCallAssembler();
  private final MessageState state = new MessageState();
  private final AnimusFields animus = new AnimusFields();
  private String refusal = "";

  /** These parts with those of the next chunk. */
  MessageParts add(CompletionView chunk) {
    MessageParts parts = this == NONE ? new MessageParts() : this;
    parts.animus.add(chunk);
    chunk.addCalls(parts.calls);
    parts.state.add(chunk.message().json());
    return parts;
  }

  void addRefusal(String delta) {
    refusal = delta.isEmpty() ? refusal : refusal.concat(delta);
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
