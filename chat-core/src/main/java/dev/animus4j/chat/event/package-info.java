/**
 * What happens in conversations, told on the Vert.x event bus: {@link
 * dev.animus4j.chat.event.ChatEvent} says what can happen, {@link
 * dev.animus4j.chat.event.ChatEvents} how to hear of it.
 *
 * <p>A listener may be slow; nobody waits for it. Publishing costs the same whatever waits to be
 * heard, and who hears it on which terms is the listener's choice:
 *
 * <ul>
 *   <li>{@code stream()} and {@code since()} hand over what is asked for. Deltas that wait are
 *       merged, in each conversation by itself; other events are all kept. What waits is bounded,
 *       and a subscriber beyond the bound is let go.
 *   <li>{@code send()} replays. It keeps the events of its one exchange, once, however many
 *       subscribe and however slow they are, for as long as somebody holds it; nothing is merged.
 *   <li>{@code on()}, and consumers of the address, are called for every event. What they have not
 *       yet heard waits with their Vert.x context, without bound. The bus drops messages for a
 *       consumer that is paused; so ours never are.
 * </ul>
 *
 * <p>Merged deltas have the sequence of the last of them. Whoever remembers the sequence of the
 * last event it took, such as a browser by {@code Last-Event-ID}, can go on after it without a gap
 * and with nothing told twice, whatever was merged for it, before or after. For that, the log of
 * the client keeps deltas in merged form too, with the place where each one ends: an answer of
 * thousands of deltas does not push out what happened before it.
 */
@NullMarked
package dev.animus4j.chat.event;

import org.jspecify.annotations.NullMarked;
