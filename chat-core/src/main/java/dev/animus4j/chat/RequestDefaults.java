package dev.animus4j.chat;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import java.util.ArrayList;
import java.util.List;

/** Completes the requests of a conversation from what they start from. */
final class RequestDefaults {
  private RequestDefaults() {}

  /** A caller's own request, with the model and the system message where it has none. */
  static ChatRequest apply(ChatRequest defaults, ChatRequest request) {
    String model = defaults.model();
    ChatRequest asked =
        request.model() == null && model != null ? request.withModel(model) : request;
    return hasSystem(request.messages())
        ? asked
        : asked.withMessages(concat(defaults.messages(), request.messages()));
  }

  static List<Message> concat(List<Message> first, List<Message> second) {
    List<Message> all = new ArrayList<>(first.size() + second.size());
    all.addAll(first);
    all.addAll(second);
    return all;
  }

  private static boolean hasSystem(List<Message> messages) {
    for (Message message : messages) {
      if (message.role() == Role.SYSTEM) {
        return true;
      }
    }
    return false;
  }
}
