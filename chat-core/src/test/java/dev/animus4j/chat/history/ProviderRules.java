package dev.animus4j.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** What the strictest provider takes: roles in order, and each call with its results. */
public final class ProviderRules {
  private ProviderRules() {}

  /** Fails unless {@code messages}, as a request has them, are in an order every provider takes. */
  public static void check(List<Message> messages) {
    List<String> awaited = new ArrayList<>();
    Role last = null;
    for (int at = 0; at < messages.size(); at++) {
      Message message = messages.get(at);
      String where = "message " + at + " of " + messages;
      if (message.role() == Role.TOOL) {
        assertThat(awaited).as(where).contains(message.toolCallId());
        awaited.remove(message.toolCallId());
      } else {
        assertThat(awaited).as("results missing before " + where).isEmpty();
        assertThat(message.role() == Role.ASSISTANT && last == Role.ASSISTANT)
            .as("answer after answer: " + where)
            .isFalse();
        assertThat(message.role() != Role.SYSTEM || at == 0).as(where).isTrue();
        assertThat(message.content().isBlank() && message.toolCalls().isEmpty())
            .as(where)
            .isFalse();
        message.toolCalls().stream().map(ToolCall::id).forEach(awaited::add);
      }
      last = message.role();
    }
    assertThat(awaited).as("results missing at the end of " + messages).isEmpty();
  }
}
