package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Exchange that was running when its process ended. It is ended as interrupted, with what was
 * delivered, in the order in which a running one ends; nothing of it is asked again.
 */
final class InterruptedExchange {
  /** What the events that end it say for a reason. */
  static final String REASON = "interrupted";

  private final RecordedExchange exchange;
  private final List<ChatEvent> events;
  private final OpenParts openParts = new OpenParts();
  private final StringBuilder text = new StringBuilder();

  InterruptedExchange(String id, List<StoredEvent> stored) {
    this.exchange = new RecordedExchange(id, new ExchangeTotals());
    this.events = stored.stream().map(StoredEvent::event).toList();
    for (ChatEvent event : events) {
      exchange.totals().add(event);
      openParts.add(event);
      addText(event);
    }
  }

  private void addText(ChatEvent event) {
    if (openParts.message() == null || openParts.message() == event) {
      text.setLength(0);
    } else if (event instanceof MessageTokens tokens) {
      text.append(tokens.content());
    }
  }

  /** The records that end it. */
  List<PendingRecord> records(PendingRecord.Listener listener) {
    AnimusException cause =
        new AnimusException.Cancelled(FailureOrigin.of("animus4j"), "the process ended", true);
    List<UnstampedEvent> closing = new ArrayList<>(openParts.failureEvents(cause));
    boolean isUnanswered = events.stream().noneMatch(InterruptedExchange::isOfReply);
    if (openParts.message() != null || isUnanswered) {
      closing.add(UnstampedEvents.messagesCancelled(1, REASON).withEntries(entries()));
    }
    exchange.totals().setOutcome(ExchangeOutcome.INTERRUPTED);
    closing.add(exchange.totals().exchangeCompleted(elapsed().toMillis()));
    return closing.stream().map(event -> PendingRecord.of(exchange, event, listener)).toList();
  }

  private static boolean isOfReply(ChatEvent event) {
    return !event.type().equals("messageQueued") && !event.type().equals("messageReceived");
  }

  private List<Function<Instant, @Nullable HistoryEntry>> entries() {
    List<Function<Instant, @Nullable HistoryEntry>> entries = new ArrayList<>();
    if (!text.toString().isBlank()) {
      entries.add(time -> HistoryEntry.partialResponse(text.toString(), time));
    }
    for (String callId : openParts.toolCallIds()) {
      Message answer = Message.tool(callId, ToolCallRecorder.CUT_SHORT);
      entries.add(time -> HistoryEntry.of(answer, time));
    }
    return entries;
  }

  private Duration elapsed() {
    return events.isEmpty()
        ? Duration.ZERO
        : Duration.between(
            events.get(0).stamp().timestamp(), events.get(events.size() - 1).stamp().timestamp());
  }
}
