/**
 * Events of conversations, published on the Vert.x event bus: {@link
 * dev.animus4j.chat.event.ChatEvent} is the hierarchy of events, {@link
 * dev.animus4j.chat.event.ChatEvents} subscribes to them.
 *
 * <p>Subscribers may be slow; publishing does not wait for them, and is not slowed down by the
 * events that are buffered for them. There are three ways to subscribe:
 *
 * <ul>
 *   <li>{@code stream()} and {@code streamSince()} follow demand. Buffered deltas are merged, per
 *       conversation; all other events are kept. The buffer is bounded, and the stream of a
 *       subscriber that exceeds it fails.
 *   <li>{@code send()} replays. It keeps the events of its exchange as long as the stream is
 *       referenced, once for all subscribers. A subscriber that keeps up receives them unmerged.
 *   <li>{@code subscribe()}, and consumers of the address, are called for every event. Pending
 *       events wait in the queue of their Vert.x context, without bound. The bus drops messages for
 *       a paused consumer; so ours are never paused.
 * </ul>
 *
 * <p>Merged deltas have the sequence of the last of them. A subscriber that knows the sequence of
 * its last event, such as a browser by {@code Last-Event-ID}, can resume after it without gaps or
 * duplicates, whatever was merged for it before or after. For that, the log of the client keeps
 * deltas merged too, with the position where each one ends: a reply of thousands of deltas does not
 * evict the events before it.
 */
@NullMarked
package dev.animus4j.chat.event;

import org.jspecify.annotations.NullMarked;
