package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ProviderState;
import org.jspecify.annotations.Nullable;

/** State that a provider wants back with the message it writes, collected from its deltas. */
final class MessageState {
  private static final String REASONING = "reasoning_content";

  private @Nullable ObjectNode members;
  private @Nullable StringBuilder reasoning;

  void add(JsonNode message) {
    if (OpaqueMembers.hasAny(message)) {
      OpaqueMembers.addMessage(message, members());
    }
    if (message.path(REASONING).isTextual()) {
      reasoning = reasoning == null ? new StringBuilder() : reasoning;
      reasoning.append(message.path(REASONING).textValue());
    }
  }

  /**
   * The state; null for none. Reasoning is wanted back beside calls only: DeepSeek and Kimi require
   * it there, and other servers refuse it elsewhere. Beside calls there is always a state, since
   * their ids belong to the sender.
   */
  @Nullable ProviderState get(ProviderState.Owner sender, boolean hasCalls) {
    if (hasCalls && reasoning != null && !reasoning.isEmpty()) {
      members().put(REASONING, reasoning.toString());
    }
    return hasCalls || members != null ? sender.state(members()) : null;
  }

  private ObjectNode members() {
    members = members == null ? JsonNodeFactory.instance.objectNode() : members;
    return members;
  }
}
