/**
 * Conversations with a model that can also draw. {@link dev.animus4j.chat.AnimusClient} holds them,
 * {@link dev.animus4j.chat.Chat} is one of them, and what one {@code send} leads to is told in one
 * place:
 *
 * <ol>
 *   <li>the message of the user is remembered, and announced;
 *   <li>the model is asked, with what the history window holds; if it wants tools called that have
 *       functions, they are, which is remembered, and it is asked again, within limits;
 *   <li>its answer is delivered, whole or turn by turn, each turn remembered first, and while the
 *       model still speaks if it streams;
 *   <li>if the answer promised a picture, it is drawn, stored and remembered;
 *   <li>else, if the model has more to say, it is asked again, a limited number of times;
 *   <li>the exchange is complete.
 * </ol>
 *
 * A {@link dev.animus4j.chat.guard.Guardrail}, if there is one, judges the message before the first
 * step, and the answer, the picture it promises included, before the third.
 *
 * <p>Every step is an event of {@link dev.animus4j.chat.event.ChatEvent}. The steps are one stream,
 * so that their order is the order of an expression; the event bus only repeats what it says. All
 * of a conversation happens on one Vert.x context, which is why nothing here is locked.
 */
@NullMarked
package dev.animus4j.chat;

import org.jspecify.annotations.NullMarked;
