package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.MessageEvent;
import java.util.Map;
import java.util.TreeMap;

/** Counters of what was seen: what never happens in a simulation is not checked by it. */
final class EventCounters {
  private final Map<String, Long> seen = new TreeMap<>();
  private long events;

  /** Counts an event, which is published at two addresses, once. */
  void count(ChatEvent event, String address) {
    if (address.equals(ChatEvents.ALL)) {
      events++;
      count(event);
    }
  }

  private void count(ChatEvent event) {
    add(event.type());
    if (event instanceof ExchangeEvent.ExchangeCompleted end) {
      add("exchange " + end.outcome());
    } else if (event instanceof ExchangeEvent.FollowUpBlocked blocked) {
      add("follow-up blocked: " + blocked.reason());
    } else if (event instanceof ExchangeEvent.ContentModerated moderated) {
      add("moderated " + moderated.stage() + ": " + moderated.action());
    } else if (event instanceof MessageEvent.MessagesCancelled cancelled) {
      add("cancelled: " + cancelled.reason());
    } else if (event instanceof MessageEvent.MessageFailed failed) {
      add("failed: " + failed.error().kind());
    } else if (event instanceof MessageEvent.MessageStarted started) {
      add("started " + started.messageType());
    }
  }

  /** Counts something other than an event. */
  void add(String kind) {
    seen.merge(kind, 1L, Long::sum);
  }

  long events() {
    return events;
  }

  long exchanges() {
    return seen.getOrDefault("exchangeComplete", 0L);
  }

  /** The counts by kind of event, outcome and failure. */
  Map<String, Long> counts() {
    return seen;
  }
}
