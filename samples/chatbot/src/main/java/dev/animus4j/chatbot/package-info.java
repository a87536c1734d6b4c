/**
 * A chatbot on the Web: an HTTP service around an {@link dev.animus4j.chat.AnimusClient}, and a
 * page. {@code Routes} lists all there is; each route is a small class that calls the client, and
 * {@code Feed} brings the events to whoever listens.
 *
 * <p>Nothing is kept about users: a signed cookie is the session, a conversation's id proves to
 * which session it belongs, and the conversation itself is the client's.
 */
@NullMarked
package dev.animus4j.chatbot;

import org.jspecify.annotations.NullMarked;
