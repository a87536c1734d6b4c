package dev.animus4j.checks.history;

/** The exchange that a client returned for a message id, once it was over and had an answer. */
public record ObservedAnswer(String conversationId, String messageId, String exchangeId) {}
