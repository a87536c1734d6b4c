package dev.animus4j.checks.history;

import java.time.Instant;

/**
 * Request that a provider received.
 *
 * @param text the last message, or the prompt of the image
 */
public record ProviderCall(Kind kind, String conversationId, String text, Instant time) {

  /** What is asked for. */
  public enum Kind {
    CHAT,
    IMAGE
  }
}
