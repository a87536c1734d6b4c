package dev.animus4j.checks.history;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import org.jspecify.annotations.Nullable;

/**
 * Event that a client published.
 *
 * @param client the number of the client, from 0
 * @param nanos when its subscriber received it
 */
public record ObservedEvent(int client, long nanos, ChatEvent event) {

  boolean isDelta() {
    return text(event) != null;
  }

  String json() {
    return ChatEvents.toJson(event).toString();
  }

  String deltaText() {
    String text = text(event);
    return text == null ? "" : text;
  }

  /** The text of a delta; null for another event. */
  static @Nullable String text(ChatEvent event) {
    if (event instanceof MessageTokens tokens) {
      return tokens.content();
    }
    return event instanceof ReasoningTokens tokens ? tokens.content() : null;
  }
}
