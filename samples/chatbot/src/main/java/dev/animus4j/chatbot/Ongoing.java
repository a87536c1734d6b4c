package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the part of a conversation begins that is not over.
 *
 * @param after the last event before it
 * @param remembered how many entries of the history belong to it, or to what ended meanwhile
 */
record Ongoing(long after, int remembered, boolean isThere) {

  /** Reads it from the latest events. */
  static Ongoing in(List<ChatEvent> events) {
    Map<String, ChatEvent> open = new LinkedHashMap<>();
    events.forEach(event -> follow(event, open));
    long last = events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
    long after = open.values().stream().mapToLong(ChatEvent::sequence).min().orElse(last + 1) - 1;
    long remembered =
        events.stream().filter(e -> e.sequence() > after).filter(Ongoing::isRemembered).count();
    return new Ongoing(after, (int) remembered, !open.isEmpty());
  }

  private static void follow(ChatEvent event, Map<String, ChatEvent> open) {
    ChatEvent first = open.putIfAbsent(event.exchangeId(), event);
    if (event instanceof ExchangeCompleted || isEndOfDirectDrawing(event, first)) {
      open.remove(event.exchangeId());
    }
  }

  /** A picture asked for directly is all of its exchange. */
  private static boolean isEndOfDirectDrawing(ChatEvent event, ChatEvent first) {
    return first instanceof ImageGenerationStarted
        && (event instanceof ImageGenerationCompleted || event instanceof ImageGenerationFailed);
  }

  private static boolean isRemembered(ChatEvent event) {
    return event instanceof ImageGenerationCompleted
        || (event instanceof MessageCompleted said && !said.content().isBlank())
        || (event instanceof MessageStarted begun && begun.messageType() == MessageType.REGULAR);
  }
}
