package dev.animus4j.chat.model;

import dev.animus4j.resilience.TimeLimit;
import java.time.Duration;

/**
 * How far a model may go with tools that have functions before it has to answer. What it calls
 * beyond these limits is dropped, and it is asked a last time, without tools.
 *
 * @param rounds how often it is told what came of its calls and asked again
 * @param calls how many calls it may make in all of them
 * @param atOnce how many calls run side by side; the others wait
 * @param timeout how long each may take
 */
public record ToolLimits(int rounds, int calls, int atOnce, Duration timeout) {

  /** 5 rounds, 32 calls, 8 of them at once, 30 seconds for each. */
  public static final ToolLimits DEFAULT = new ToolLimits(5, 32, 8, Duration.ofSeconds(30));

  public ToolLimits {
    if (rounds < 1 || calls < 1 || atOnce < 1) {
      throw new IllegalArgumentException(
          "each is at least 1: rounds " + rounds + ", calls " + calls + ", atOnce " + atOnce);
    }
    timeout = TimeLimit.positive("timeout", timeout);
  }

  public ToolLimits rounds(int rounds) {
    return new ToolLimits(rounds, calls, atOnce, timeout);
  }

  public ToolLimits calls(int calls) {
    return new ToolLimits(rounds, calls, atOnce, timeout);
  }

  public ToolLimits atOnce(int atOnce) {
    return new ToolLimits(rounds, calls, atOnce, timeout);
  }

  public ToolLimits timeout(Duration timeout) {
    return new ToolLimits(rounds, calls, atOnce, timeout);
  }
}
