package dev.animus4j.chat.model;

import dev.animus4j.resilience.DurationChecks;
import java.time.Duration;

/**
 * Limits for tools that have functions. Calls beyond them are dropped, and the model gets a last
 * request in which it may call none.
 *
 * @param maxRounds maximum number of rounds: calls, and a new request with their results
 * @param maxCalls maximum number of calls in all rounds
 * @param maxConcurrency maximum number of concurrent calls; the others wait
 * @param timeout of each call
 */
public record ToolLimits(int maxRounds, int maxCalls, int maxConcurrency, Duration timeout) {

  /** 5 rounds, 32 calls, 8 of them at once, 30 seconds for each. */
  public static final ToolLimits DEFAULT = new ToolLimits(5, 32, 8, Duration.ofSeconds(30));

  public ToolLimits {
    if (maxRounds < 1 || maxCalls < 1 || maxConcurrency < 1) {
      throw new IllegalArgumentException(
          "each is at least 1: rounds "
              + maxRounds
              + ", calls "
              + maxCalls
              + ", maxConcurrency "
              + maxConcurrency);
    }
    timeout = DurationChecks.requirePositive("timeout", timeout);
  }

  /** The same with at most so many rounds of calls. */
  public ToolLimits withMaxRounds(int rounds) {
    return new ToolLimits(rounds, maxCalls, maxConcurrency, timeout);
  }

  /** The same with at most so many calls. */
  public ToolLimits withMaxCalls(int calls) {
    return new ToolLimits(maxRounds, calls, maxConcurrency, timeout);
  }

  /** The same with at most so many calls at once. */
  public ToolLimits withMaxConcurrency(int maxConcurrency) {
    return new ToolLimits(maxRounds, maxCalls, maxConcurrency, timeout);
  }

  /** The same with another timeout of each call. */
  public ToolLimits withTimeout(Duration timeout) {
    return new ToolLimits(maxRounds, maxCalls, maxConcurrency, timeout);
  }
}
