package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.Stamp;

/** An event that has not happened yet: it gets its number and its time when its turn comes. */
@FunctionalInterface
interface Draft {
  ChatEvent at(Stamp stamp);
}
