package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.FollowUpBlockReason;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Usage;
import org.jspecify.annotations.Nullable;

/** Counts the events and tokens of an exchange for its last event. */
final class ExchangeTotals {
  private ExchangeOutcome outcome = ExchangeOutcome.COMPLETED;
  private int messages;
  private int images;
  private @Nullable Usage usage;

  ChatEvent add(ChatEvent event) {
    if (event instanceof MessageEvent.MessageCompleted) {
      messages++;
    } else if (event instanceof ImageEvent.ImageGenerationCompleted) {
      images++;
    } else if (event instanceof MessageEvent.MessageFailed) {
      outcome = ExchangeOutcome.FAILED;
    } else if (event instanceof MessageEvent.MessagesCancelled || isInterruptedFollowUp(event)) {
      outcome = ExchangeOutcome.INTERRUPTED;
    }
    return event;
  }

  void addUsage(ChatUpdate update) {
    if (update instanceof ChatResponse response && response.metadata().usage() != null) {
      usage = usage == null ? response.metadata().usage() : usage.plus(response.metadata().usage());
    }
  }

  UnstampedEvent exchangeCompleted(long elapsedMs) {
    return at ->
        new ExchangeEvent.ExchangeCompleted(at, outcome, messages, images, usage, elapsedMs);
  }

  private static boolean isInterruptedFollowUp(ChatEvent event) {
    return event instanceof ExchangeEvent.FollowUpBlocked blocked
        && blocked.reason() == FollowUpBlockReason.INTERRUPTED;
  }
}
