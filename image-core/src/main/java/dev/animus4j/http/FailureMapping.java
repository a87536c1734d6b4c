package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;

/** Maps a provider's error responses to failures. */
@FunctionalInterface
public interface FailureMapping {
  /** Returns the failure for an error response; never null, never throws. */
  AnimusException toException(ErrorResponse response);

  /**
   * Maps by status alone. 402 is quota; 401 and 403 authentication; 429 a rate limit; 408 and 409
   * are transient; 498, 503 and 529 are transient and nothing was done, other 5xx may have been
   * executed; 3xx, and an error inside a 200 that has no code, are protocol failures; every other
   * 4xx is an invalid request.
   */
  static FailureMapping byStatus() {
    return StatusFailures::toException;
  }

  /**
   * Maps by the codes of the OpenAI dialect and of the providers that speak it, else by words where
   * they give no code or one that is too coarse, else by status. Of errors that wrap each other the
   * innermost decides. The wait is read from fields of the error, from headers, and from words. If
   * {@code x-should-retry} is present, it decides whether a failure is transient, except for
   * policy, quota and credentials.
   */
  static FailureMapping openAi() {
    return OpenAiFailures::toException;
  }
}
