package dev.animus4j.chat.event;

import java.time.Instant;

/**
 * When and where something happened.
 *
 * @param conversationId the conversation
 * @param exchangeId the message of the user it belongs to, with all that follows from it
 * @param sequence counts the events of the conversation, from 1, without gaps; merged deltas have
 *     that of the last of them
 * @param timestamp when it happened
 */
public record Stamp(String conversationId, String exchangeId, long sequence, Instant timestamp) {}
