package dev.animus4j.checks.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All conversations, and all messages sent, by their names. */
final class ConversationRegistry {
  private final Map<String, ConversationVerifier> talks = new LinkedHashMap<>();
  private final Map<String, SentMessage> messages = new LinkedHashMap<>();
  private final List<SentMessage> active = new ArrayList<>();

  ConversationRegistry(SimulatedWorld simulatedWorld) {
    List.of("c0", "c1", "c2")
        .forEach(id -> talks.put(id, new ConversationVerifier(id, simulatedWorld)));
  }

  ConversationVerifier talk(String id) {
    return Invariant.notNull(talks.get(id), "a conversation");
  }

  List<ConversationVerifier> talks() {
    return List.copyOf(talks.values());
  }

  void add(SentMessage sentMessage) {
    sentMessage.conversation().add(sentMessage);
    messages.put(sentMessage.name(), sentMessage);
    active.add(sentMessage);
  }

  /** The message for which a model is called; null for a direct call. */
  @Nullable SentMessage send(@Nullable String name) {
    return messages.get(name);
  }

  List<SentMessage> all() {
    return List.copyOf(messages.values());
  }

  /** The messages whose exchange is running. */
  List<SentMessage> active() {
    active.removeIf(SentMessage::isOver);
    return active;
  }
}
