package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.FollowUpBlockReason;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.event.ModelUsage;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts the events and tokens of an exchange for its last event. */
final class ExchangeTotals {
  private ExchangeOutcome outcome = ExchangeOutcome.COMPLETED;
  private int messages;
  private int images;
  private final List<ModelUsage> modelUsages = new ArrayList<>(1);
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

  /** Reverts that an event was counted; the outcome stays. */
  void remove(ChatEvent event) {
    if (event instanceof MessageEvent.MessageCompleted) {
      messages--;
    } else if (event instanceof ImageEvent.ImageGenerationCompleted) {
      images--;
    }
  }

  /** Sets the outcome, which no event of the exchange tells. */
  void setOutcome(ExchangeOutcome outcome) {
    this.outcome = outcome;
  }

  void addUsage(ChatUpdate update) {
    if (update instanceof ChatResponse response && response.metadata().usage() != null) {
      addUsage(response.metadata(), response.metadata().usage());
    }
  }

  private void addUsage(ChatResponseMetadata metadata, Usage more) {
    usage = usage == null ? more : usage.plus(more);
    for (int i = 0; i < modelUsages.size(); i++) {
      ModelUsage known = modelUsages.get(i);
      if (Objects.equals(known.provider(), metadata.provider())
          && Objects.equals(known.model(), metadata.model())) {
        modelUsages.set(
            i, new ModelUsage(known.provider(), known.model(), known.usage().plus(more)));
        return;
      }
    }
    modelUsages.add(new ModelUsage(metadata.provider(), metadata.model(), more));
  }

  UnstampedEvent exchangeCompleted(long elapsedMs) {
    return at ->
        new ExchangeEvent.ExchangeCompleted(
            at, outcome, messages, images, usage, modelUsages, elapsedMs);
  }

  private static boolean isInterruptedFollowUp(ChatEvent event) {
    return event instanceof ExchangeEvent.FollowUpBlocked blocked
        && blocked.reason() == FollowUpBlockReason.INTERRUPTED;
  }
}
