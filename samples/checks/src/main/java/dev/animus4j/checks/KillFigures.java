package dev.animus4j.checks;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.checks.history.ObservedEvent;
import dev.animus4j.checks.history.ObservedHistory;
import dev.animus4j.checks.history.StoredHistory;
import java.util.List;
import java.util.function.Predicate;

/** What was observed, and what became of it. */
record KillFigures(List<ChatEvent> observed, List<ChatEvent> stored) {

  static KillFigures of(ObservedHistory observed, StoredHistory stored) {
    return new KillFigures(
        observed.events().stream().map(ObservedEvent::event).toList(),
        stored.conversations().stream()
            .flatMap(it -> it.events().stream())
            .map(StoredEvent::event)
            .toList());
  }

  private static long count(List<ChatEvent> events, Predicate<ChatEvent> which) {
    return events.stream().filter(which).count();
  }

  /** A new message interrupts too, but says so. */
  private long interrupted() {
    return count(
            stored,
            it ->
                it instanceof ExchangeCompleted end && end.outcome() == ExchangeOutcome.INTERRUPTED)
        - count(
            stored,
            it -> it instanceof MessagesCancelled end && !end.reason().equals("interrupted"));
  }

  @Override
  public String toString() {
    return "%d events acknowledged, of these %d deltas and %d messages; %d exchanges, of these %d"
            .formatted(
                observed.size(),
                count(observed, MessageTokens.class::isInstance),
                count(observed, MessageReceived.class::isInstance),
                count(stored, ExchangeCompleted.class::isInstance),
                interrupted())
        + " ended after a crash; %d images stored, %d lost"
            .formatted(
                count(stored, ImageGenerationCompleted.class::isInstance),
                count(stored, ImageGenerationFailed.class::isInstance));
  }
}
