package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;
import java.util.LinkedHashSet;
import java.util.Set;

/** Exchange as far as it is recorded. Confined to the context of the conversation. */
final class RecordedExchange {
  private final String id;
  private final ExchangeTotals totals;
  private Set<String> messageIds = Set.of();

  RecordedExchange(String id, ExchangeTotals totals) {
    this.id = id;
    this.totals = totals;
  }

  String id() {
    return id;
  }

  ExchangeTotals totals() {
    return totals;
  }

  /** Adds the id under which a message of it was sent. */
  void addMessageId(String messageId) {
    messageIds = new LinkedHashSet<>(messageIds);
    messageIds.add(messageId);
  }

  /** The ids of its messages that were not taken yet. */
  Set<String> takeMessageIds() {
    Set<String> taken = messageIds;
    messageIds = Set.of();
    return taken;
  }

  /** Reverts that an event was counted, and these ids taken. */
  void untake(ChatEvent event, Set<String> ids) {
    totals.remove(event);
    ids.forEach(this::addMessageId);
  }

  /** The event, counted. */
  ChatEvent stamp(UnstampedEvent event, EventStamp eventStamp) {
    return totals.add(event.toEvent(eventStamp));
  }
}
