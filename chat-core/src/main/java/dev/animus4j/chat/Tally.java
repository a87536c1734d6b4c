package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.FollowUpBlock;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.event.Outcome;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Usage;
import org.jspecify.annotations.Nullable;

/** Sums an exchange up from what it says. */
final class Tally {
  private Outcome outcome = Outcome.COMPLETED;
  private int messages;
  private int images;
  private @Nullable Usage usage;

  ChatEvent counted(ChatEvent event) {
    if (event instanceof MessageEvent.MessageCompleted) {
      messages++;
    } else if (event instanceof ImageEvent.ImageGenerationCompleted) {
      images++;
    } else if (event instanceof MessageEvent.MessageFailed) {
      outcome = Outcome.FAILED;
    } else if (event instanceof MessageEvent.MessagesCancelled || interruptedFollowUp(event)) {
      outcome = Outcome.INTERRUPTED;
    }
    return event;
  }

  void count(ChatPart part) {
    if (part instanceof ChatReply reply && reply.account().usage() != null) {
      usage = usage == null ? reply.account().usage() : usage.plus(reply.account().usage());
    }
  }

  Draft completed(long elapsedMs) {
    return at ->
        new ExchangeEvent.ExchangeCompleted(at, outcome, messages, images, usage, elapsedMs);
  }

  private static boolean interruptedFollowUp(ChatEvent event) {
    return event instanceof ExchangeEvent.FollowUpBlocked blocked
        && blocked.reason() == FollowUpBlock.INTERRUPTED;
  }
}
