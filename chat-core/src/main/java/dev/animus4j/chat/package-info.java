/**
 * Conversations with a chat model that can also generate images. {@link
 * dev.animus4j.chat.AnimusClient} holds them, {@link dev.animus4j.chat.Chat} is one of them, and
 * the exchange that one {@code send} starts is one stream of events, written down in one file, in
 * these steps:
 *
 * <ol>
 *   <li>the user message is appended to the history, and its start is published;
 *   <li>the model is called with the messages of the history window; when it calls tools that have
 *       functions, these run, calls and results are appended, and the model is called again, within
 *       limits;
 *   <li>the response is delivered, whole or turn by turn, while the model still streams if it does;
 *       each turn is appended first;
 *   <li>images that the model generated itself, and then the image that the response promised, are
 *       generated, stored and appended;
 *   <li>else, if the model has more to say, a follow-up is delivered like this, a limited number of
 *       times;
 *   <li>the exchange is completed.
 * </ol>
 *
 * <p>A {@link dev.animus4j.chat.guard.Guardrail}, if there is one, moderates the message before the
 * first step, and the response with its image prompt before the third.
 *
 * <p>Every step is an event of {@link dev.animus4j.chat.event.ChatEvent}. The order of the events
 * is the order of the stream; the event bus repeats it. All of a conversation runs on one Vert.x
 * context, which is why nothing here is locked.
 */
@NullMarked
package dev.animus4j.chat;

import org.jspecify.annotations.NullMarked;
