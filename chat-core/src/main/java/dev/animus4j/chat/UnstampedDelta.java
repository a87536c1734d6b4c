package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;

/** The next delta of a reply, or of its reasoning. */
record UnstampedDelta(String text, boolean isReasoning) implements UnstampedEvent {

  @Override
  public ChatEvent toEvent(EventStamp eventStamp) {
    return isReasoning
        ? new ReasoningTokens(eventStamp, text)
        : new MessageTokens(eventStamp, text);
  }
}
