package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;

/**
 * Creates an event once its stamp is known: sequence and time are assigned when it is published.
 */
@FunctionalInterface
interface UnstampedEvent {
  ChatEvent toEvent(EventStamp eventStamp);
}
