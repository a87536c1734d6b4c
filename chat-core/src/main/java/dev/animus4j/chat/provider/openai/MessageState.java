package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ProviderState;
import org.jspecify.annotations.Nullable;

/** State that a provider wants back with the message it writes, collected from its deltas. */
final class MessageState {
  private static final String REASONING = "reasoning_content";

  private final ProviderState.Owner sender;
  private final ObjectNode members = JsonNodeFactory.instance.objectNode();
  private final StringBuilder reasoning = new StringBuilder();

  MessageState(ProviderState.Owner sender) {
    this.sender = sender;
  }

  ProviderState.Owner sender() {
    return sender;
  }

  void add(JsonNode message) {
    OpaqueMembers.addMessage(message, members);
    reasoning.append(message.path(REASONING).asText(""));
  }

  /**
   * The state; null for none. Reasoning is wanted back beside calls only: DeepSeek and Kimi require
   * it there, and other servers refuse it elsewhere. Beside calls there is always a state, since
   * their ids belong to the sender.
   */
  @Nullable ProviderState get(boolean hasCalls) {
    if (hasCalls && !reasoning.isEmpty()) {
      members.put(REASONING, reasoning.toString());
    }
    return hasCalls || !members.isEmpty() ? sender.state(members) : null;
  }
}
