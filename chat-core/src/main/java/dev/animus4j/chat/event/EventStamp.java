package dev.animus4j.chat.event;

import java.time.Instant;

/**
 * Conversation, exchange, sequence and time of an event.
 *
 * @param conversationId the conversation
 * @param exchangeId the exchange: a user message and all that follows from it
 * @param sequence counts the events of the conversation, from 1, without gaps; merged deltas have
 *     that of the last of them
 * @param timestamp the time of the event
 */
public record EventStamp(
    String conversationId, String exchangeId, long sequence, Instant timestamp) {}
