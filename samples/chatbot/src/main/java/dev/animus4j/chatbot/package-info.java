/**
 * Chatbot on the Web: an HTTP service around an {@link dev.animus4j.chat.AnimusClient}, and a page.
 * {@code Routes} lists all routes; each is a small class that calls the client, and {@code
 * EventFeed} sends the events to subscribers.
 *
 * <p>No user data is stored: a signed cookie is the session, the id of a conversation proves to
 * which session it belongs, and the conversation itself is stored by the client.
 */
@NullMarked
package dev.animus4j.chatbot;

import org.jspecify.annotations.NullMarked;
