package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resume point: where the part of a conversation begins that is not completed.
 *
 * @param after sequence of the last event before it
 * @param remembered how many history entries belong to it, or to exchanges completed since
 */
record OpenExchanges(long after, int remembered, boolean isThere) {

  /** Derives it from the latest events. */
  static OpenExchanges of(List<ChatEvent> events) {
    Map<String, ChatEvent> open = new LinkedHashMap<>();
    events.forEach(event -> track(event, open));
    long last = events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
    long after = open.values().stream().mapToLong(ChatEvent::sequence).min().orElse(last + 1) - 1;
    long remembered =
        events.stream()
            .filter(e -> e.sequence() > after)
            .filter(OpenExchanges::isInHistory)
            .count();
    return new OpenExchanges(after, (int) remembered, !open.isEmpty());
  }

  private static void track(ChatEvent event, Map<String, ChatEvent> open) {
    open.putIfAbsent(event.exchangeId(), event);
    if (event instanceof ExchangeCompleted) {
      open.remove(event.exchangeId());
    }
  }

  private static boolean isInHistory(ChatEvent event) {
    return event instanceof ImageGenerationCompleted
        || (event instanceof MessageCompleted completed && !completed.content().isBlank())
        || event instanceof MessageReceived;
  }
}
