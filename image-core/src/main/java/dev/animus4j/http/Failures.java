package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;

/** What a provider's refusals mean. */
@FunctionalInterface
public interface Failures {
  /** The failure for an answer that is none; never null, and never thrown. */
  AnimusException of(ErrorAnswer answer);

  /**
   * By status alone. 402 is quota; 401 and 403 authentication; 429 a rate limit; 408 and 409 pass;
   * 498, 503 and 529 mean that nothing was done, other 5xx that it may have been; 3xx, and an error
   * inside a 200 that has no code, are protocol failures; every other 4xx is the request's fault.
   */
  static Failures byStatus() {
    return StatusFailures::of;
  }

  /**
   * By the codes of the OpenAI dialect, else by status: content policy, quota (many answer 429 for
   * it) and rate limit are told apart by exact codes, never by words in a message. Whether a
   * failure passes, {@code x-should-retry} decides if it is there, except for policy, quota and
   * credentials.
   */
  static Failures openAi() {
    return OpenAiFailures::of;
  }
}
