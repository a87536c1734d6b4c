/**
 * What happens in conversations, told on the Vert.x event bus: {@link
 * dev.animus4j.chat.event.ChatEvent} says what can happen, {@link
 * dev.animus4j.chat.event.ChatEvents} how to hear of it.
 */
@NullMarked
package dev.animus4j.chat.event;

import org.jspecify.annotations.NullMarked;
