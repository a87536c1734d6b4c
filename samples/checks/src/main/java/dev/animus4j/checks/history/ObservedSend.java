package dev.animus4j.checks.history;

import org.jspecify.annotations.Nullable;

/**
 * Message that a client began to send.
 *
 * @param client the number of the client, from 0
 * @param text unique, but for a message that is sent again with its id
 * @param messageId null for a message that is sent without one
 * @param nanos the time before it was sent, on a clock that all clients share
 */
public record ObservedSend(
    int client, String conversationId, String text, @Nullable String messageId, long nanos) {}
